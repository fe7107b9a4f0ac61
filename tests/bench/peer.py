"""peer.py ROW [ARGUMENT ...] - the other side of a row of the table.

Prints the median seconds, then the numbers that both sides must agree on.
"""
import subprocess
import sys
import time


def median(work, rounds):
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[rounds // 2], result


def numbers(m, n):
    """The features both sides train on, in [-0.5, 0.5): made by operations that
    round the same everywhere, so there is no difference, and in no order."""
    import numpy as np
    x = np.arange(1.0, m * n + 1)
    x *= 0.6180339887498949
    x %= 1
    x += 1
    x *= x
    x *= 7919.0
    x %= 1
    x -= 0.5
    return x.reshape(m, n)


def targets(X):
    """What lines are fitted to: their sums, and something that is none."""
    import numpy as np
    return X @ np.arange(1.0, X.shape[1] + 1) + 0.5 + numbers(len(X), 1).ravel()


def classes(X):
    import numpy as np
    n = X.shape[1]
    z = X @ np.arange(1.0, n + 1) + 20 * numbers(len(X), 1).ravel()
    return (z > 0.3).astype(float)


def descend(m, n, epochs, rounds):
    import numpy as np
    X = numbers(m, n)
    y = targets(X)

    def work():
        w, b = np.zeros(n), 0.0
        costs = np.empty(epochs)
        e = X @ w + b - y
        for k in range(epochs):
            w = w - 0.1 * (X.T @ e) / m
            b = b - 0.1 * e.mean()
            e = X @ w + b - y
            costs[k] = e @ e / (2 * m)
        return costs[-1]
    return median(work, rounds)


def epoch(m, n):
    seconds, cost = descend(int(m), int(n), 10, 3)
    return seconds / 10, cost


def small():
    return descend(100, 4, 10000, 5)


def long():
    """10 000 iterations are 200 times 50: nobody wants to wait for them, and
    their cost is not compared here but by epochs."""
    seconds, _ = descend(1000000, 10, 50, 1)
    return seconds * 200, 0


def converge():
    import warnings
    from sklearn.linear_model import LogisticRegression
    warnings.simplefilter("ignore")
    X = numbers(1000000, 10)
    y = classes(X)
    seconds, m = median(lambda: LogisticRegression(
        penalty="none", tol=1e-6, max_iter=1000).fit(X, y), 3)
    return seconds, m.coef_[0, 3]


def squares():
    from sklearn.linear_model import LinearRegression
    X = numbers(1000000, 10)
    y = targets(X)
    seconds, m = median(lambda: LinearRegression().fit(X, y), 3)
    return seconds, m.coef_[3]


def logistic():
    import numpy as np
    m, n = 1000000, 10
    X = numbers(m, n)
    y = classes(X)

    def work():
        w, b = np.zeros(n), 0.0
        for _ in range(100):
            e = 1 / (1 + np.exp(-(X @ w + b))) - y
            w = w - 0.1 * (X.T @ e) / m
            b = b - 0.1 * e.mean()
        return w[0]
    return median(work, 1)


def zscore():
    from sklearn.preprocessing import StandardScaler
    X = numbers(1000000, 10)
    seconds, Z = median(lambda: StandardScaler().fit_transform(X), 5)
    return seconds, Z[12345, 6]


def poly():
    from sklearn.preprocessing import PolynomialFeatures
    X = numbers(100000, 10)
    P = PolynomialFeatures(3, include_bias=False)
    seconds, Z = median(lambda: P.fit_transform(X), 3)
    return seconds, Z[777, 284]


def csv(path):
    import numpy as np
    seconds, X = median(
        lambda: np.loadtxt(path, delimiter=",", skiprows=1), 3)
    return seconds, X[777, 3]


def elementwise(what):
    import numpy as np
    a = numbers(1000, 1000).ravel()
    b = a[::-1].copy()
    work = {"add": lambda: a + b, "axpb": lambda: a * 2 + b,
            "dot": lambda: np.array([a @ b] * 2), "exp": lambda: np.exp(a),
            "inplace": lambda: a.__iadd__(0.0)}
    for _ in range(20):
        work[what]()
    seconds, v = median(work[what], 101)
    return seconds, v[1]


def command(*words):
    """Seconds of a whole process."""
    def work():
        subprocess.run(words, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    work()
    seconds, _ = median(work, 15)
    return seconds, 0


def lesson():
    """The gradient-descent lesson as it is taught in Python."""
    import numpy as np
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    x, y = np.array([1.0, 2.0]), np.array([300.0, 500.0])
    w = b = 0.0
    costs = []
    for _ in range(10000):
        dw = db = 0.0
        for i in range(2):
            e = w * x[i] + b - y[i]
            dw += e * x[i]
            db += e
        w, b = w - 0.01 * dw / 2, b - 0.01 * db / 2
        cost = 0.0
        for i in range(2):
            cost += (w * x[i] + b - y[i]) ** 2
        costs.append(cost / 4)
    _, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2))
    left.plot(costs[:100])
    right.plot(range(1000, 10000), costs[1000:])
    plt.savefig("build/bench_lesson.png")
    return 0, w


if __name__ == "__main__":
    took, number = globals()[sys.argv[1]](*sys.argv[2:])
    print(f"{took:.9f} {number!r}")
