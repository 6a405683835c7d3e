"""What an analyser says of the code that AI-evidenced commits touched."""

from attest.model.report import Block, Paragraph
from attest.report.context import Context
from attest.report.text import code, plain, say


def touched_code(context: Context) -> tuple[Block, ...]:
    """What the analyser says of the evidenced commits."""
    figures = context.figures
    commits = figures.count("code.commits", "metrics")
    if not commits.value:
        return (Paragraph(text=(plain("No commit was measured for this run."),)),)
    files = figures.count("code.files", "metrics", measure="sum files")
    measured = figures.count("code.files.measured", "metrics", measure="sum files_measured", of=files)
    methods = figures.count("code.methods", "metrics", measure="sum methods_touched")
    complexity = figures.count("code.complexity", "metrics", measure="sum complexity")
    text = say(
        "{commits} measured: {methods} touched, with a cyclomatic complexity of "
        "{complexity} in sum after the change. "
        "{measured} files are in a language that the analyser ({analyser}) knows; the "
        "rest is not in these numbers.",
        commits=commits.things("commit"),
        methods=methods.things("method"),
        complexity=complexity.count,
        measured=measured.of,
        analyser=code(context.view.metrics[0].analyser, 60),
    )
    return (Paragraph(text=text),)
