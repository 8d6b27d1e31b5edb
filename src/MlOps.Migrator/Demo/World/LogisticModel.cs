namespace MlOps.Migrator.Demo.World;

/// <summary>A model as small as an honest one can be: the odds of the answer are a weighted sum of its inputs.</summary>
/// <param name="Weights">A constant, then the weight of each input.</param>
internal sealed record LogisticModel(double[] Weights)
{
    /// <summary>How likely the answer is yes.</summary>
    public double Predict(ReadOnlySpan<double> inputs)
    {
        var odds = Weights[0];
        for (var i = 0; i < inputs.Length; i++)
            odds += Weights[i + 1] * inputs[i];

        return 1 / (1 + Math.Exp(-odds));
    }

    /// <summary>The mean logarithmic loss.</summary>
    public double FindLoss(IReadOnlyCollection<Example> examples) =>
        examples.Average(example => -Math.Log(Math.Max(
            example.Outcome ? Predict(example.Inputs) : 1 - Predict(example.Inputs), 1e-15)));
}
