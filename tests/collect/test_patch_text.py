"""From a patch as git prints it to the lines that were added."""

import pytest

from attest.collect.patch_text import Patch, read_patch, unquoted

PLAIN = b"""diff --git a/we ird.txt b/we ird.txt
index 1111111..2222222 100644
--- a/we ird.txt\t
+++ b/we ird.txt\t
@@ -2 +2,2 @@ heading
-old
+new
+++ b/not a header
@@ -9 +11,3 @@
 kept
+last
+one
\\ No newline at end of file
="""
COMBINED = b"""diff --cc a b
index 1,2..3
--- a/a b
+++ b/a b
@@@ -1,1 -1,1 +1,4 @@@
- mine
 -theirs
++both
+ theirs too
 +mine too
++both again
="""


def read(text: bytes, *, texts: bool = False) -> Patch:
    """Read a whole patch."""
    return read_patch(iter(text.split(b"\n")).__next__, b"=", texts=texts)


def test_ranges_are_those_of_the_new_file() -> None:
    """Lines of content that look like headers count as content."""
    assert read(PLAIN).files == {"we ird.txt": ((2, 3), (12, 13))}


def test_texts_are_the_added_lines_without_their_mark() -> None:
    """In the order of the ranges, and only where asked for."""
    assert (read(PLAIN, texts=True).texts, read(PLAIN).texts) == (
        {"we ird.txt": ("new", "++ b/not a header", "last", "one")},
        {},
    )


def test_of_a_merge_only_lines_that_no_parent_has_count() -> None:
    """Whoever resolved a conflict wrote them."""
    assert read(COMBINED, texts=True) == Patch({"a b": ((1, 1), (4, 4))}, {"a b": ("both", "both again")})


@pytest.mark.parametrize(
    "text",
    [
        b"diff --git a/x b/x\nold mode 100644\nnew mode 100755\n=",
        b"diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n=",
        b"diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n=",
        b"diff --git a/x b/x\nindex 1..2 160000\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-Subproject commit 1\n"
        b"+Subproject commit 2\n=",
        b"diff --git a/x b/x\nnew file mode 160000\nindex 0..2\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n"
        b"+Subproject commit 2\n=",
        b"diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n- Subproject commit 1\n"
        b" -Subproject commit 2\n++Subproject commit " + b"3" * 40 + b"\n=",
    ],
    ids=["mode", "binary", "deleted", "submodule", "new-submodule", "merged-submodule"],
)
def test_a_file_without_lines_is_still_a_file_of_the_patch(text: bytes) -> None:
    """Its path is there, with no range."""
    assert read(text).files == {"x": ()}


def test_a_name_that_ends_like_a_submodule_is_none() -> None:
    """The mode stands in the index row and nowhere else."""
    text = (
        b"diff --cc x 160000\nindex 1,2..3\n--- a/x 160000\n+++ b/x 160000\n@@@ -0,0 -0,0 +1,1 @@@\n++new\n="
    )
    assert read(text).files == {"x 160000": ((1, 1),)}


def test_a_name_whose_content_changed_its_type_is_read_twice() -> None:
    """Git deletes the file and creates the link."""
    text = (
        b"diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        b"diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+target\n="
    )
    assert read(text).files == {"x": ((1, 1),)}


@pytest.mark.parametrize(
    ("quoted", "name"),
    [
        (b"plain name", b"plain name"),
        (b'"tab\\there"', b"tab\there"),
        (b'"caf\\303\\251"', "café".encode()),
        (b'"a\\"b\\\\c\\n"', b'a"b\\c\n'),
        (b'"', b'"'),
    ],
)
def test_quoted_names_are_read_as_they_are_in_the_tree(quoted: bytes, name: bytes) -> None:
    """Git quotes what could break a line."""
    assert unquoted(quoted) == name


def test_the_end_of_a_patch_is_awaited() -> None:
    """A patch that is cut off is no patch."""
    with pytest.raises(StopIteration):
        read(b"diff --git a/x b/x\n@@ -0,0 +1 @@\n+a")
