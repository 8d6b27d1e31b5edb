namespace MlOps.Migrator.Demo.World;

/// <summary>Finds the weights that make the examples most likely, by Newton's method.</summary>
internal sealed class LogisticFit
{
    public const int Steps = 8;

    // So that few examples, or an input that never varies, still have one best answer.
    private const double Ridge = 0.01;

    private readonly IReadOnlyList<Example> _examples;
    private readonly int[] _used;

    /// <param name="examples">What to learn from.</param>
    /// <param name="omitted">The inputs that the model does not get.</param>
    public LogisticFit(IReadOnlyList<Example> examples, IReadOnlyCollection<int> omitted)
    {
        _examples = examples;
        _used = [0, .. Enumerable.Range(0, examples[0].Inputs.Length).Except(omitted).Select(input => input + 1)];
    }

    /// <summary>The model after each step, the last one the best.</summary>
    public IEnumerable<LogisticModel> Run()
    {
        var weights = new double[_examples[0].Inputs.Length + 1];
        for (var step = 0; step < Steps; step++)
        {
            var move = Solve(new LogisticModel(weights));
            weights = [.. weights];
            foreach (var (i, weight) in _used.Index())
                weights[weight] += move[i];

            yield return new LogisticModel(weights);
        }
    }

    private double[] Solve(LogisticModel model)
    {
        var (size, system) = (_used.Length, new LinearSystem(_used.Length));
        var x = new double[size];
        foreach (var example in _examples)
        {
            for (var i = 0; i < size; i++)
                x[i] = _used[i] == 0 ? 1 : example.Inputs[_used[i] - 1];

            var predicted = model.Predict(example.Inputs);
            system.Add(x, predicted * (1 - predicted), (example.Outcome ? 1 : 0) - predicted);
        }

        for (var i = 0; i < size; i++)
            system.AddToDiagonal(i, Ridge, -Ridge * model.Weights[_used[i]]);

        return system.Solve();
    }
}
