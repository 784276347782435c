"""What DataProcessing does, written from AWS's documentation alone, and cases of it.

Sources: developer guide, "Associate Prediction Results with Input Records" (operators, examples, CSV, SageMakerOutput); API reference, DataProcessing
(SageMakerInput, indexes out of range, `$[0,5:]`). A slice ends before its end, as the guide's "slice() method" does. What the guide leaves to JsonPath
is as its readme has it: a path that leads to several places gives a list.

Reads {"seed", "count"}; writes a list of {"type", "split", "inputFilter", "outputFilter", "join", "records", "answer", "operators", "inputs", "output"}, where
`inputs` is the text of each record for the model, and `inputs` or `output` is null where the documentation promises an error.
"""
import csv
import io
import json
import random
import sys


class Refused(Exception):
    pass


# --- paths


def read_path(path):
    """A list of steps: "*", a list of names, or a list of ints and (start, end)."""
    if path[:1] != "$":
        raise Refused
    steps, rest = [], path[1:]
    while rest:
        if rest.startswith((".[", "[")):
            inside, rest = rest[rest.index("[") + 1 :].split("]", 1)
            steps.append(read_bracket(inside.strip()))
        elif rest.startswith("."):
            length = next((at for at, letter in enumerate(rest[1:], 1) if letter in ".["), len(rest))
            name, rest = rest[1:length], rest[length:]
            steps.append("*" if name == "*" else [name])
        else:
            raise Refused
    return steps


def read_bracket(inside):
    if inside == "*":
        return "*"
    if inside.startswith("'"):
        return [part.strip().strip("'") for part in inside.split(",")]
    step = []
    for part in inside.split(","):
        if ":" in part:
            start, end = part.split(":")
            step.append((int(start) if start.strip() else None, int(end) if end.strip() else None))
        else:
            step.append(int(part))
    if sum(isinstance(part, tuple) for part in step) > 1:
        raise Refused
    return step


def pick(items, step):
    chosen = []
    for part in step:
        if isinstance(part, tuple):
            chosen += items[part[0] : part[1]]
        elif -len(items) <= part < len(items):
            chosen.append(items[part])
        else:
            raise Refused
    return chosen


def follow(value, steps, many=False):
    """The list of what the steps lead to, and whether they may lead to several places."""
    if not steps:
        return [value], many
    step, later = steps[0], steps[1:]
    if step == "*":
        children = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        return gather(children, later), True
    if isinstance(step[0], str):
        if not isinstance(value, dict) or (len(step) == 1 and step[0] not in value):
            if many:
                return [], True
            raise Refused
        if len(step) == 1:
            return follow(value[step[0]], later, many)
        if not later:
            return [{name: value[name] for name in step if name in value}], many
        return gather([value[name] for name in step if name in value], later), True
    if not isinstance(value, list):
        if many:
            return [], True
        raise Refused
    if len(step) == 1 and isinstance(step[0], int):
        return follow(pick(value, step)[0], later, many)
    return gather(pick(value, step), later), True


def gather(children, later):
    return [found for child in children for found in follow(child, later, True)[0]]


def choose(value, path):
    found, many = follow(value, read_path(path))
    return found if many else found[0]


def choose_columns(row, path):
    steps = read_path(path)
    if not steps or steps == ["*"]:
        return row
    if len(steps) > 1 or isinstance(steps[0][0], str):
        raise Refused
    chosen = pick(row, steps[0])
    if not chosen:
        raise Refused  # an empty line is no record
    return chosen


# --- formats


def write_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def write_row(row):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue()


def row_of(line):
    return next(csv.reader([line], strict=True))


def process_csv(case):
    inputs = attempt(lambda: [write_row(choose_columns(row_of(record), case["inputFilter"])) for record in case["records"]])

    def output():
        answers = [row_of(line) for line in case["answer"].splitlines()]
        if case["join"]:
            answers = [row_of(record) + answer for record, answer in zip(case["records"], answers, strict=True)]
        return "".join(write_row(choose_columns(row, case["outputFilter"])) for row in answers)

    return inputs, attempt(output)


def process_json(case):
    lines = case["split"] == "Line" or case["type"] == "application/jsonlines"
    end = "\n" if lines else ""
    inputs = attempt(lambda: [write_json(choose(json.loads(record), case["inputFilter"])) + end for record in case["records"]])

    def output():
        answers = [json.loads(text) for text in (case["answer"].splitlines() if lines else [case["answer"]])]
        if case["join"]:
            answers = [join(json.loads(record), answer) for record, answer in zip(case["records"], answers, strict=True)]
        return "".join(write_json(choose(answer, case["outputFilter"])) + end for answer in answers)

    return inputs, attempt(output)


def join(record, answer):
    if isinstance(record, dict):
        return {**record, "SageMakerOutput": answer}
    return {"SageMakerInput": record, "SageMakerOutput": answer}


def attempt(work):
    try:
        return work()
    except Refused:
        return None


# --- cases

NAMES = ["id", "a", "features", "label", "Key1", "7"]


def scalar(rng):
    return rng.choice([0, 7, -3, 1.5, -0.25, True, False, None, "x", "é, \"q\"\n", ""])


def value_of(rng, depth):
    kind = rng.random()
    if depth == 0 or kind < 0.25:
        return scalar(rng)
    if kind < 0.6:
        return [value_of(rng, depth - 1) for _ in range(rng.randint(0, 4))]
    return {name: value_of(rng, depth - 1) for name in rng.sample(NAMES, rng.randint(0, 4))}


def bracket(rng, reach):
    number = lambda: rng.randint(-reach, reach - 1)
    if rng.random() < 0.4:
        return "index", f"[{number()}]"
    bound = lambda: "" if rng.random() < 0.35 else str(number())
    parts = [str(number()) for _ in range(rng.randint(2, 3))]
    kind = rng.random()
    if kind < 0.4:
        return "indexes", "[" + rng.choice([",", ", "]).join(parts) + "]"
    if kind < 0.85:
        return "slice", f"[{bound()}:{bound()}]"
    if kind < 0.95:
        return "indexes and slice", f"[{parts[0]},{bound()}:{bound()}]"
    return "two slices", f"[{bound()}:{bound()},{bound()}:{bound()}]"


def path_into(rng, value, steps):
    """A path that mostly leads somewhere, and the operators in it."""
    path, operators = "$", ["root"]
    for _ in range(steps):
        if rng.random() < 0.2:
            operator, text = "wildcard", rng.choice([".*", "[*]"])
            value = next(iter(value.values()), None) if isinstance(value, dict) else value[0] if isinstance(value, list) and value else None
        elif isinstance(value, list) and rng.random() < 0.9:
            operator, text = bracket(rng, max(2, len(value)))
            value = value[0] if value else None
        else:
            known = list(value) if isinstance(value, dict) and rng.random() < 0.9 else NAMES
            name = rng.choice(known or NAMES)
            kind = rng.random()
            if kind < 0.5:
                operator, text = "child", f".{name}"
            elif kind < 0.7:
                operator, text = "bracket", f"['{name}']"
            else:
                others = rng.sample(NAMES + ["SageMakerOutput"], 2)
                joint = rng.choice([",", ", "])
                operator, text = "children", rng.choice(["", "."]) + "[" + joint.join(f"'{one}'" for one in dict.fromkeys([name, *others])) + "]"
            value = value.get(name) if isinstance(value, dict) else None
        path, operators = path + text, [*operators, operator]
    return path, operators


def json_case(rng):
    kind, split = rng.choice([("application/jsonlines", "Line"), ("application/json", "Line"), ("application/json", "None")])
    count = 1 if split == "None" else rng.randint(1, 3)
    shape = value_of(rng, 3)
    records = [shape if rng.random() < 0.6 else value_of(rng, 3) for _ in range(count)]
    answers = [value_of(rng, 2) for _ in range(count)]
    joins = rng.random() < 0.6
    input_filter, first = path_into(rng, records[0], rng.randint(0, 3))
    output_filter, second = path_into(rng, join(records[0], answers[0]) if joins else answers[0], rng.randint(0, 3))
    texts = [write_json(one) if rng.random() < 0.7 else json.dumps(one, ensure_ascii=False) for one in records]
    answer = "\n".join(map(write_json, answers)) + ("\n" if split == "Line" else "")
    return {
        **{"type": kind, "split": split, "inputFilter": input_filter, "outputFilter": output_filter, "join": joins},
        **{"records": texts, "answer": answer, "operators": [*first, *second]},
    }


def csv_path(rng, width):
    kind = rng.random()
    if kind < 0.15:
        return "$", ["root"]
    if kind < 0.22:
        return "$[*]", ["root", "wildcard"]
    if kind < 0.28:
        return rng.choice(["$.id", "$['id']", "$[0][0]"]), ["root", "not of CSV"]
    operator, text = bracket(rng, width)
    return f"${text}", ["root", operator]


def csv_case(rng):
    width, count = rng.randint(1, 6), rng.randint(1, 3)
    cell = lambda: rng.choice(["1", "-2.50", "1e-3", "x y", "a,b", 'say "hi"', "é", " 7"])
    joins = rng.random() < 0.6
    answered = rng.randint(1, 2)
    records = [write_row([cell() for _ in range(width)]).rstrip("\n") for _ in range(count)]
    answer = "".join(write_row([cell() for _ in range(answered)]) for _ in range(count))
    input_filter, first = csv_path(rng, width)
    output_filter, second = csv_path(rng, answered + (width if joins else 0))
    return {
        **{"type": "text/csv", "split": "Line", "inputFilter": input_filter, "outputFilter": output_filter, "join": joins},
        **{"records": records, "answer": answer, "operators": [*first, *second]},
    }


def main():
    given = json.load(sys.stdin)
    rng = random.Random(given["seed"])
    cases = []
    for _ in range(given["count"]):
        is_csv = rng.random() < 0.4
        case = csv_case(rng) if is_csv else json_case(rng)
        case["inputs"], case["output"] = process_csv(case) if is_csv else process_json(case)
        cases.append(case)
    json.dump(cases, sys.stdout)


main()
