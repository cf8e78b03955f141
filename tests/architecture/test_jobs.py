import ast
import importlib
import inspect
from collections.abc import Iterator

import pytest

from newsletter.queueing import LANE, JobName
from tests.architecture.source import name, python

AROUND_JOBS = {"__init__", "__main__", "crew", "errands", "launcher", "process", "runtime", "sweeper"}
"""Modules of workers/ that start and feed workers; every other module holds jobs and nothing else."""

LONGEST_JOB = 10


def function_of(job):
    module, _, function = job.value.rpartition(".")
    return getattr(importlib.import_module(module), function)


def public_functions(module) -> Iterator[str]:
    for title, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not title.startswith("_"):
            yield f"{module.__name__}.{title}"


def named_jobs() -> Iterator[tuple[str, str, frozenset[str | None]]]:
    """Where the product asks for a job: place, job and the arguments it gives."""
    for path in python("newsletter"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="name"),
                    args=[ast.Attribute(value=ast.Name(id="JobName"), attr=job)],
                    keywords=keywords,
                ):
                    yield f"{name(path)}:{node.lineno}", job, frozenset(keyword.arg for keyword in keywords)


@pytest.mark.parametrize("job", JobName)
def test_every_job_has_a_worker_that_takes_ids_by_keyword(job):
    parameters = inspect.signature(function_of(job)).parameters.values()

    assert all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters)
    assert all(parameter.annotation is int for parameter in parameters)


@pytest.mark.parametrize("job", JobName)
def test_every_job_has_a_lane(job):
    assert job in LANE


def test_every_worker_has_a_name_to_ask_for_it():
    modules = [path.stem for path in python("workers") if path.stem not in AROUND_JOBS]
    functions = {
        function for module in modules for function in public_functions(importlib.import_module(f"workers.{module}"))
    }

    assert functions == {job.value for job in JobName}


@pytest.mark.parametrize("job", JobName)
def test_a_job_makes_one_call_and_is_soon_read(job):
    function = ast.parse(inspect.getsource(function_of(job))).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert ast.get_docstring(function)

    body = function.body[1:]
    assert (body[-1].end_lineno or 0) - body[0].lineno < LONGEST_JOB


def test_whoever_asks_for_a_job_gives_what_its_worker_takes():
    asked = list(named_jobs())
    assert asked

    for place, job, given in asked:
        assert given == set(inspect.signature(function_of(JobName[job])).parameters), place
