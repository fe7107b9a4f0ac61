import sys
import pandas as pd
from sklearn.linear_model import LinearRegression

names = {"Buchungstag": "date", "Kategorie": "category", "Betrag": "amount", "Saldo": "balance"}
d = pd.read_csv(sys.argv[1], sep=";", skiprows=4).rename(columns=names)
for name in ["amount", "balance"]:
    text = d[name].str.replace(" €", "").str.replace(".", "", regex=False)
    d[name] = text.str.replace(",", ".").astype(float)
d["date"] = pd.to_datetime(d["date"], format="%d.%m.%Y")
print(d.dtypes)

print(d[d.amount < 0].groupby("category").amount.agg(["sum", "count"]))
print(d.groupby(d.date.dt.strftime("%Y-%m")).amount.sum())

days = (d.date - d.date[0]).dt.days.to_frame()
m = LinearRegression().fit(days, d.balance)
r2 = m.score(days, d.balance)
print(f"balance = {m.intercept_:.12g} + {m.coef_[0]:.12g} per day, R² {r2:.12g}")
