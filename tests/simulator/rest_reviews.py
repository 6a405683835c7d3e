"""Reviews and their inline comments, as REST has them."""

from tests.simulator.calls import WEB, Call, Reply
from tests.simulator.records import Comment, Json, Pull, Review
from tests.simulator.rest_people import named_user, user
from tests.simulator.rest_pulls import find


def answer_reviews(call: Call) -> Reply:
    """The reviews of a pull request, oldest first."""
    pull = find(call)
    rows, headers = call.page(pull.reviews)
    return Reply([review(call, pull, one) for one in rows], headers=headers)


def review(call: Call, pull: Pull, one: Review) -> Json:
    """A one."""
    html = f"{WEB}/{call.world.full_name}/pull/{pull.number}#pullrequestreview-{one.id}"
    pull_url = f"{call.repository}/pulls/{pull.number}"
    shown: Json = {
        "id": one.id,
        "node_id": f"PRR_{one.id}",
        "user": user(call, one.author),
        "body": one.body,
        "state": one.state,
        "html_url": html,
        "pull_request_url": pull_url,
        "_links": {"html": {"href": html}, "pull_request": {"href": pull_url}},
        "commit_id": one.commit,
        "author_association": one.association,
    }
    return shown | ({"submitted_at": one.submitted} if one.submitted else {})


def answer_comments(call: Call) -> Reply:
    """The inline comments of a pull request."""
    pull = find(call)
    pairs = [(review, one) for review in pull.reviews for one in review.comments if not one.pending]
    rows, headers = call.page(sorted(pairs, key=lambda pair: (pair[1].at, pair[1].id)))
    return Reply([_comment(call, pull, *row) for row in rows], headers=headers)


def _comment(call: Call, pull: Pull, review: Review, comment: Comment) -> Json:
    here = f"{call.repository}/pulls/comments/{comment.id}"
    html = f"{WEB}/{call.world.full_name}/pull/{pull.number}#discussion_r{comment.id}"
    pull_url = f"{call.repository}/pulls/{pull.number}"
    shown: Json = {
        "url": here,
        "html_url": html,
        "pull_request_url": pull_url,
        "_links": {"self": {"href": here}, "html": {"href": html}, "pull_request": {"href": pull_url}},
        "pull_request_review_id": review.id,
        "id": comment.id,
        "node_id": f"PRRC_{comment.id}",
        "diff_hunk": "@@ -1 +1 @@",
        "path": comment.path,
        "line": None if comment.outdated else comment.line,
        "original_line": comment.line,
        "side": "RIGHT",
        "subject_type": "line" if comment.line else "file",
        "commit_id": comment.commit,
        "original_commit_id": comment.original_commit,
        "user": named_user(call, comment.author),
        "body": comment.body,
        "created_at": comment.at,
        "updated_at": comment.edited or comment.at,
        "author_association": review.association,
    }
    return shown | ({"in_reply_to_id": comment.reply_to} if comment.reply_to else {})
