"""optima.py - computes the optima in tests/lua/methods.lua.

Newton's method with the gradient in 80-bit extended precision (NumPy's
longdouble), so that the results are correct beyond double precision.
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


def minimize(X, y, lam, logistic):
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
show("breast_cancer, logistic, lambda 1", minimize(X, y, 1, True))

_, rows = read("penguins")
rows = [r for r in rows if "NA" not in r and r[0] != "Gentoo"]
X = zscore(np.array([[float(v) for v in r[2:6]] for r in rows]))
y = np.array([r[0] == "Chinstrap" for r in rows]).astype(L)
show("penguins, logistic, lambda 0.1", minimize(X, y, 0.1, True))

_, rows = read("diabetes")
X = zscore(np.array([[float(v) for v in r[:-1]] for r in rows]))
y = np.array([float(r[-1]) for r in rows]).astype(L)
show("diabetes, ridge, lambda 10", minimize(X, y, 10, False))


def minimize_softmax(X, labels, lam):
    """K rows of weights and b; the shift common to all classes is fixed at 0."""
    m, n = X.shape
    names = sorted(set(labels))
    K = len(names)
    Y = np.array([[label == name for name in names] for label in labels], L)
    A = np.concatenate([X.astype(L), np.ones((m, 1), L)], 1)
    penalty = np.concatenate([np.full(n, L(lam)), [L(0)]]) / m
    theta = np.zeros((K, n + 1), L)
    hold = np.zeros((K, n + 1, K, n + 1))
    hold[:, n, :, n] = 1
    for _ in range(60):
        z = A @ theta.T
        p = np.exp(z - z.max(1)[:, None])
        p /= p.sum(1)[:, None]
        gradient = (p - Y).T @ A / m + penalty * theta
        H = np.zeros((K, n + 1, K, n + 1), L)
        for k in range(K):
            for j in range(K):
                d = p[:, k] * ((k == j) - p[:, j])
                H[k, :, j, :] = (A.T * d) @ A / m
            H[k, :, k, :] += np.diag(penalty)
        size = K * (n + 1)
        H = (H + hold).astype(float).reshape(size, size)
        theta = theta - np.linalg.solve(
            H, gradient.astype(float).ravel()).reshape(K, n + 1).astype(L)
    assert np.abs(gradient).max() < 1e-17
    z = A @ theta.T
    top = z.max(1)
    loss = top + np.log(np.exp(z - top[:, None]).sum(1)) - (z * Y).sum(1)
    cost = loss.mean() + L(lam) / (2 * m) * (theta[:, :n] ** 2).sum()
    return theta, cost


def show_all(name, theta, cost):
    print(name, "cost", np.format_float_positional(cost, 18))
    for row in theta:
        print("  ", ", ".join(np.format_float_positional(v, 18) for v in row))


_, rows = read("iris")
X = np.array([[float(v) for v in r[:4]] for r in rows])
show_all("iris, softmax, lambda 1", *minimize_softmax(X, [r[4] for r in rows], 1))

_, rows = read("penguins")
rows = [r for r in rows if "NA" not in r[2:6]]
X = zscore(np.array([[float(v) for v in r[2:6]] for r in rows]))
show_all("penguins, softmax, lambda 1",
         *minimize_softmax(X, [r[0] for r in rows], 1))
