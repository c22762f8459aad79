"""The build backend: setuptools, started so that it can import the modules beside this one."""

from setuptools.build_meta import *  # noqa: F403
