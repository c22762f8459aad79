"""Where things are found, as the addresses of pages."""


def at_project(project, rest=""):
    """The address of something in a project."""
    return f"/projects/{project.slug}/{rest}"


def at_photograph(photograph, rest=""):
    """The address of a photograph's page, or of something on it."""
    return at_project(photograph.project, f"photographs/{photograph.id}{rest}")


def at_exhibition(exhibition, rest=""):
    """The address of something in an exhibition."""
    return at_project(exhibition.project, f"exhibitions/{exhibition.slug}{rest}")
