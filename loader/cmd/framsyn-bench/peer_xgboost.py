"""Predicts each fold of a table by XGBoost trained on the other folds.

Usage: peer_xgboost.py FILE.csv[.gz] OUT.csv [--choose-rounds] [FOLD ...]

FILE has the columns id, fold, y and features; a feature with a cell that is no
number is one column per value. OUT gets a prediction per row, or per row of the
named folds, which are then the only ones predicted. With --choose-rounds their
number is the one with the least log loss on persons (id) left out of the rows
trained on, at most the usual one. Standard output gets JSON: the seconds of
choosing, training and predicting, all these folds, the rounds of the last, and
the version.
"""

import csv
import gzip
import json
import sys
import time

import numpy as np
import xgboost as xgb

# Usual choices for some thousand rows, the same for every task (docs/bench.md).
PARAMETERS = {
    "objective": "binary:logistic",
    "eta": 0.05,
    "max_depth": 4,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "tree_method": "hist",
    "nthread": 2,
    "seed": 1,
}
ROUNDS = 300
PERSON_FOLDS = 5  # of the rows trained on, to choose rounds by


def numbers(cells):
    """The cells as numbers, empty ones as NaN; None if one is no number."""
    try:
        return [float(cell) if cell != "" else float("nan") for cell in cells]
    except ValueError:
        return None


def design(header, rows):
    """The features as columns of a matrix."""
    columns = []
    for j, name in enumerate(header):
        if name in ("id", "fold", "y"):
            continue
        cells = [row[j] for row in rows]
        numeric = numbers(cells)
        if numeric is not None:
            columns.append(numeric)
            continue
        for value in sorted(set(cells)):
            columns.append([1.0 if cell == value else 0.0 for cell in cells])
    return np.array(columns, dtype=np.float32).T.copy()


def chosen_rounds(train, person):
    """The rounds with the least mean log loss on persons left out."""
    place = {}
    group = np.array([place.setdefault(p, len(place)) % PERSON_FOLDS for p in person])
    folds = [(np.flatnonzero(group != k), np.flatnonzero(group == k)) for k in range(PERSON_FOLDS)]
    course = xgb.cv(PARAMETERS, train, ROUNDS, folds=folds, metrics="logloss", as_pandas=False)
    return int(np.argmin(course["test-logloss-mean"])) + 1


def main():
    path, out = sys.argv[1], sys.argv[2]
    choose = "--choose-rounds" in sys.argv[3:]
    named = [name for name in sys.argv[3:] if name != "--choose-rounds"]
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        rows = list(reader)
    x = design(header, rows)
    y = np.array([float(row[header.index("y")]) for row in rows])
    fold = np.array([row[header.index("fold")] for row in rows])
    person = np.array([row[header.index("id")] for row in rows])
    parts = named or sorted(set(fold))
    prediction = np.zeros(len(y))
    began = time.perf_counter()
    for part in parts:
        test = fold == part
        train = xgb.DMatrix(x[~test], label=y[~test], nthread=2)
        rounds = chosen_rounds(train, person[~test]) if choose else ROUNDS
        booster = xgb.train(PARAMETERS, train, rounds)
        prediction[test] = booster.predict(xgb.DMatrix(x[test], nthread=2))
    seconds = time.perf_counter() - began
    with open(out, "w", encoding="utf-8") as file:
        file.writelines("%r\n" % float(p) for p in prediction[np.isin(fold, parts)])
    json.dump({"seconds": seconds, "rounds": rounds, "version": xgb.__version__}, sys.stdout)


main()
