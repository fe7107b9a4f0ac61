import sys
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error

d = pd.read_csv(sys.argv[1], parse_dates=["time"])
second = (d.time - d.time.dt.normalize()).dt.total_seconds()
print(d.groupby(d.time.dt.hour)[["temperature", "power"]].mean())

day = 2 * np.pi * second / 86400
X = np.column_stack([d.temperature, d.humidity, np.sin(day), np.cos(day)])
cut = len(d) * 4 // 5
Xtest, ytest = X[cut:], d.power[cut:]
m = LinearRegression().fit(X[:cut], d.power[:cut])
print("w %.12g %.12g %.12g %.12g, b %.12g" % (*m.coef_, m.intercept_))
rmse = mean_squared_error(ytest, m.predict(Xtest), squared=False)
print(f"R² {m.score(Xtest, ytest):.12g}, RMSE {rmse:.12g}")
