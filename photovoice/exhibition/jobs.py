"""The jobs of exhibitions: thin doors to the press and to recalling."""

from typing import Any

from photovoice.exhibition import press, recall


def publish(house: Any, payload: dict) -> None:
    """Make the edition that was asked for."""
    with house.app.app_context():
        press.publish(
            house, payload["edition"], render=house.render_edition, responses=house.responses
        )


def clear_away(house: Any, payload: dict) -> None:
    """Remove a retired edition's folders."""
    recall.clear_away(house, payload["edition"])
