"""optima.py - the optima that tests/lua/methods.lua expects.

Newton's method with the gradient in 80-bit extended precision (NumPy's
longdouble), so that what is printed is right to more digits than a double has.
"""
import csv

import numpy as np

L = np.longdouble


def read(name):
    rows = list(csv.reader(open(f"lib/data/{name}.csv")))
    return rows[0], rows[1:]


def zscore(X):
    X = X.astype(L)
    X = X - X.mean(0)
    return X / np.sqrt((X * X).mean(0))


def minimise(X, y, lam, logistic):
    m, n = X.shape
    A = np.concatenate([X, np.ones((m, 1), L)], 1)
    penalty = np.concatenate([np.full(n, L(lam)), [L(0)]]) / m
    theta = np.zeros(n + 1, L)
    for _ in range(60):
        z = A @ theta
        f = 1 / (1 + np.exp(-z)) if logistic else z
        d = f * (1 - f) if logistic else np.ones(m, L)
        gradient = A.T @ (f - y) / m + penalty * theta
        H = (A.T * d) @ A / m + np.diag(penalty)
        theta = theta - np.linalg.solve(
            H.astype(float), gradient.astype(float)).astype(L)
    assert np.abs(gradient).max() < 1e-17
    return theta


def show(name, theta):
    picked = [theta[0], theta[len(theta) // 2], theta[-2], theta[-1]]
    print(name, [np.format_float_positional(v, 18) for v in picked])


_, rows = read("breast_cancer")
X = zscore(np.array([[float(v) for v in r[:-1]] for r in rows]))
y = np.array([r[-1] == "malignant" for r in rows]).astype(L)
show("breast_cancer, logistic, lambda 1", minimise(X, y, 1, True))

_, rows = read("penguins")
rows = [r for r in rows if "NA" not in r and r[0] != "Gentoo"]
X = zscore(np.array([[float(v) for v in r[2:6]] for r in rows]))
y = np.array([r[0] == "Chinstrap" for r in rows]).astype(L)
show("penguins, logistic, lambda 0.1", minimise(X, y, 0.1, True))

_, rows = read("diabetes")
X = zscore(np.array([[float(v) for v in r[:-1]] for r in rows]))
y = np.array([float(r[-1]) for r in rows]).astype(L)
show("diabetes, ridge, lambda 10", minimise(X, y, 10, False))
