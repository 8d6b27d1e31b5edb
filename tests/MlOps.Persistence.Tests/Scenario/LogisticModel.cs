namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A logistic regression: a constant, and weights of the age, the income and two plans.</summary>
internal sealed record LogisticModel(IReadOnlyList<double> Weights)
{
    private const int Steps = 400;
    private const double StepLength = 0.5;

    /// <summary>The probability that the label is 1.</summary>
    public double Answer(YearCase asked) => Answer(Weights, Read(asked));

    /// <summary>Fits the weights to labelled rows.</summary>
    public static LogisticModel Fit(IReadOnlyCollection<(YearCase Asked, double Label)> rows)
    {
        (double[] Inputs, double Label)[] read = [.. rows.Select(row => (Read(row.Asked), row.Label))];
        var weights = new double[5];
        for (var step = 0; step < Steps; step++)
        {
            var slopes = new double[weights.Length];
            foreach (var (inputs, label) in read)
            {
                var error = label - Answer(weights, inputs);
                for (var i = 0; i < slopes.Length; i++)
                    slopes[i] += error * inputs[i];
            }

            for (var i = 0; i < slopes.Length; i++)
                weights[i] += StepLength * slopes[i] / read.Length;
        }

        return new LogisticModel(weights);
    }

    private static double Answer(IReadOnlyList<double> weights, double[] inputs) =>
        1 / (1 + Math.Exp(-weights.Zip(inputs, (weight, input) => weight * input).Sum()));

    private static double[] Read(YearCase asked) =>
    [
        1,
        asked.Age is { } age && double.IsFinite(age) ? (age - 40) / 10 : 0,
        asked.Income is { } income ? Math.Log(1 + income) : 0,
        asked.Plan == "p" ? 1 : 0,
        asked.Plan == "b" ? 1 : 0,
    ];
}
