# The classic: Fisher's irises, which come with scikit-learn, and a logistic regression.
import sys

import joblib
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

iris = load_iris()
joblib.dump(LogisticRegression(max_iter=500).fit(iris.data, iris.target), sys.argv[1])
