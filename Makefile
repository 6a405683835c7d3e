.PHONY: check demo format generated locks slow test

test:             ## style, types and the default test suite
	sh scripts/test.sh

slow:             ## the slow suite: built wheel, large histories
	sh scripts/test.sh slow

check: test slow  ## what continuous integration runs

demo:             ## the sample repositories, from nothing to a PDF
	sh scripts/demo.sh

format:           ## rewrite in house style
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

generated:        ## documents that are printed from control packs and their models
	.venv/bin/attest controls schema > docs/formats/controls.schema.json
	.venv/bin/attest controls coverage --markdown --framework hipaa --framework hipaa-nprm-2025 --framework pci --framework soc2 > docs/requirements-coverage.md

locks:            ## renew the hash-locked requirement files, which name no index
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev pyproject.toml -o requirements/dev.txt
	printf "hatchling\neditables\n" | uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate - -o requirements/build.txt
