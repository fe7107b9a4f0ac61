"""peer.py - the Python side of every row, and the clock for both.

Reads requests, one per line, and answers each with one line:
  time                   the time in seconds
  prepare ROW [ARG ...]  makes the data of a row; answers "ready"
  go                     repeats the row's work for a quarter of a second;
                         answers the seconds per unit and the number that both
                         sides must agree on
  command WORDS ...      the run time of a process in seconds
"""
import shlex
import subprocess
import sys
import time


def numbers(m, n):
    """The features of both sides, in [-0.5, 0.5), in no particular order and
    computed by operations that round the same on every machine."""
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
    """Targets: a linear combination of the features, plus noise."""
    import numpy as np
    return X @ np.arange(1.0, X.shape[1] + 1) + 0.5 + numbers(len(X), 1).ravel()


def classes(X):
    import numpy as np
    n = X.shape[1]
    z = X @ np.arange(1.0, n + 1) + 20 * numbers(len(X), 1).ravel()
    return (z > 0.3).astype(float)


def descend(m, n, epochs):
    import numpy as np
    m, n, epochs = int(m), int(n), int(epochs)
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
    return work


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
    return work


def converge():
    import warnings
    from sklearn.linear_model import LogisticRegression
    warnings.simplefilter("ignore")
    X = numbers(1000000, 10)
    y = classes(X)
    return lambda: LogisticRegression(penalty="none", tol=1e-6,
                                      max_iter=1000).fit(X, y).coef_[0, 3]


def squares():
    from sklearn.linear_model import LinearRegression
    X = numbers(1000000, 10)
    y = targets(X)
    return lambda: LinearRegression().fit(X, y).coef_[3]


def ridge(path):
    """The last score of a grid on the folds of a file."""
    import numpy as np
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import GridSearchCV, PredefinedSplit
    X = numbers(100000, 20)
    y = targets(X)
    grid = {"alpha": [10 ** (k / 4 - 1) for k in range(1, 21)]}
    folds = PredefinedSplit(np.load(path))

    def work():
        search = GridSearchCV(Ridge(), grid, cv=folds).fit(X, y)
        return search.cv_results_["mean_test_score"][-1]
    return work


def bootstrap():
    import numpy as np
    from sklearn.linear_model import LinearRegression
    X = numbers(1000, 5)
    y = targets(X)
    rng = np.random.default_rng(1)

    def work():
        slopes = []
        for _ in range(200):
            rows = rng.integers(0, 1000, 1000)
            slopes.append(LinearRegression().fit(X[rows], y[rows]).coef_[0])
        return np.std(slopes)
    return work


def zscore():
    from sklearn.preprocessing import StandardScaler
    X = numbers(1000000, 10)
    return lambda: StandardScaler().fit_transform(X)[12345, 6]


def poly():
    from sklearn.preprocessing import PolynomialFeatures
    X = numbers(100000, 10)
    P = PolynomialFeatures(3, include_bias=False)
    return lambda: P.fit_transform(X)[777, 284]


def csv(path):
    import numpy as np
    return lambda: np.loadtxt(path, delimiter=",", skiprows=1)[777, 3]


def times(path):
    import numpy as np
    def read():
        table = np.loadtxt(path, delimiter=",", skiprows=1, dtype="U19,f8")
        return table["f0"].astype("datetime64[s]").astype(float)[777]
    return read


def elementwise(what):
    import numpy as np
    a = numbers(1000, 1000).ravel()
    b = a[::-1].copy()
    c = a + 1
    work = {"add": lambda: (a + b)[1], "axpb": lambda: (a * 2 + b)[1],
            "dot": lambda: a @ b, "exp": lambda: np.exp(a)[1],
            "sin": lambda: np.sin(a)[1], "cos": lambda: np.cos(a)[1],
            "tan": lambda: np.tan(a)[1], "tanh": lambda: np.tanh(a)[1],
            "power2": lambda: (c ** 2)[1], "power3": lambda: (c ** 3)[1],
            "power0.5": lambda: (c ** 0.5)[1],
            "power-1": lambda: (c ** -1.0)[1],
            "median": lambda: np.median(a),
            "quantile": lambda: np.quantile(a, 0.3),
            "add0": lambda: a.__iadd__(0.0)[1]}
    return work[what]


def command(words):
    start = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def lesson():
    """The gradient descent lesson as taught in Python."""
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


def go(work):
    """BLAS threads on both sides keep spinning for a while after their work and
    would slow down the other side's round."""
    time.sleep(0.1)
    start, count, spent = time.perf_counter(), 0, 0.0
    while spent < 0.25:
        result = work()
        count += 1
        spent = time.perf_counter() - start
    time.sleep(0.1)
    return f"{spent / count:.9f} {float(result)!r}"


def serve():
    work = None
    for line in sys.stdin:
        word, *rest = shlex.split(line)
        if word == "time":
            answer = repr(time.perf_counter())
        elif word == "prepare":
            work = None  # free the data of the previous row first
            work = globals()[rest[0]](*rest[1:])
            answer = "ready"
        elif word == "go":
            answer = go(work)
        else:
            answer = repr(command(rest))
        print(answer, flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["lesson"]:
        lesson()
    else:
        serve()
