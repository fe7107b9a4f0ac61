import sys
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

d = pd.read_csv(sys.argv[1], sep=r"\s*,\s*", engine="python", encoding="utf-8-sig")
d = d.rename(columns={"score": "before", "score.1": "after"})
print(d.describe())
d = d.fillna(d.mean(numeric_only=True))
print(d.groupby("group")[["age", "income"]].mean())

columns = ["age", "income", "before", "after", "group_south", "group_west"]
X = pd.get_dummies(d, columns=["group"], drop_first=True)[columns]
X = StandardScaler().fit_transform(X)
y = (d["bought"] == "yes").astype(int)
m = LogisticRegression(penalty=None, solver="newton-cholesky", tol=1e-14)
m.fit(X, y)
for name, w in zip(columns, m.coef_[0]):
    print(f"{name:11} {w:.12f}")
print(f"b           {m.intercept_[0]:.12f}\naccuracy    {m.score(X, y):.12g}")
