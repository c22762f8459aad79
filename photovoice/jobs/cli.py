"""``photovoice jobs``: what the worker has to do, why it does not get on, and trying again."""

import click

from photovoice import open_archive
from photovoice.audit import record
from photovoice.house import House
from photovoice.jobs import operations
from photovoice.jobs.models import Job, JobState
from photovoice.refusals import CommandRefused


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(context: click.Context) -> None:
    """The work that can wait: what is due, what waits for something, what was given up."""
    if context.invoked_subcommand is None:
        house = _opened()
        with house.database.session(writes=False) as session:
            for line in operations.unfinished(session):
                click.echo(_line(line))
            standing = operations.standing(session)
        click.echo(f"{standing.given_up} given up.", err=True)
        house.close()


@jobs.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """All that is known of the job with this NUMBER: what it is for, and what went wrong."""
    house = _opened()
    with house.database.session(writes=False) as session:
        job = _job(session.get(Job, number), number)
        click.echo(_line(job))
        for name, value in (
            ("for", ", ".join(f"{key} {value}" for key, value in job.payload.items())),
            ("asked", f"{job.asked_at:%Y-%m-%d %H:%M:%S} UTC"),
            ("failed", f"{job.attempts} times"),
            ("held by", job.leased_by if job.state == JobState.RUNNING else ""),
            ("trouble", job.trouble),
        ):
            if value:
                click.echo(f"{name}: {value}")
    house.close()


@jobs.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Everything that was given up.")
def retry(numbers: tuple[int, ...], everything: bool) -> None:
    """Try the jobs with these NUMBERS again; the worker does them."""
    if not numbers and not everything:
        raise click.UsageError("Name the jobs (see: photovoice jobs), or say --all.")
    house = _opened()
    with house.database.transaction() as session:
        given_up = {one.id: one for one in operations.failed(session, limit=100_000)}
        if unknown := sorted(set(numbers) - given_up.keys()):
            listed = ", ".join(map(str, unknown))
            raise CommandRefused(f"Not given up: {listed}. Nothing was changed.")
        for number in sorted(given_up if everything else set(numbers)):
            operations.try_again(house, session, given_up[number])
            record(session, None, "tried_again", given_up[number])
            click.echo(_line(given_up[number]))
    house.close()


def _opened() -> House:
    # Also while the store is away: that is when somebody asks what waits.
    house: House = open_archive(to_adopt=True).extensions["photovoice"]
    return house


def _job(found: Job | None, number: int) -> Job:
    if found is None:
        raise CommandRefused(f"There is no job {number}; what was done is kept for two weeks.")
    return found


def _line(job: Job) -> str:
    """One job: its number, what it does, how it stands and the last line of its trouble."""
    why = job.trouble.strip().rpartition("\n")[2]
    stands = "given up" if job.state == JobState.FAILED else job.state
    if job.state == JobState.WAITING and job.waits:
        stands = f"waits until {job.run_after:%H:%M:%S} UTC"
    return f"{job.id:>7}  {job.name:<22} {stands}{': ' + why if why else ''}"
