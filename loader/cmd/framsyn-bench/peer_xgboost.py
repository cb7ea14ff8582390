"""Predicts each fold of a table by XGBoost trained on the other folds.

Usage: peer_xgboost.py FILE.csv[.gz] OUT.csv

FILE has the columns id, fold, y and features; a feature with a cell that is no
number is one column per value. OUT gets a prediction per row. Standard output
gets JSON: the seconds of training and predicting, all folds, and the version.
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


def main():
    path, out = sys.argv[1], sys.argv[2]
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        rows = list(reader)
    x = design(header, rows)
    y = np.array([float(row[header.index("y")]) for row in rows])
    fold = np.array([row[header.index("fold")] for row in rows])
    prediction = np.zeros(len(y))
    began = time.perf_counter()
    for part in sorted(set(fold)):
        test = fold == part
        booster = xgb.train(PARAMETERS, xgb.DMatrix(x[~test], label=y[~test], nthread=2), ROUNDS)
        prediction[test] = booster.predict(xgb.DMatrix(x[test], nthread=2))
    seconds = time.perf_counter() - began
    with open(out, "w", encoding="utf-8") as file:
        file.writelines("%r\n" % float(p) for p in prediction)
    json.dump({"seconds": seconds, "version": xgb.__version__}, sys.stdout)


main()
