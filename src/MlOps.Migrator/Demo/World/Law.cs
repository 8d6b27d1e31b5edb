using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Demo.World;

/// <summary>How the world of a service is: what its inputs are like, and how likely each outcome is. No model knows it.</summary>
/// <param name="Shifts">How far each number lies from its usual mean, in units of its spread.</param>
/// <param name="Shares">How often each category is seen.</param>
/// <param name="Effects">What the odds of the outcome rest on: a constant, then as in <see cref="Inputs.Encode"/>.</param>
internal sealed record Law(double[] Shifts, double[] Shares, double[] Effects)
{
    public Inputs Draw(DemoService service, SeededRandom random) => new(
        [.. service.Numbers.Select((number, i) => number.At(Shifts[i] + random.NextNormal()))],
        service.Categories[DrawCategory(random)]);

    /// <summary>Whether the answer to a case turns out to be yes.</summary>
    public bool Decide(DemoService service, Inputs inputs, SeededRandom random) =>
        random.Happens(new LogisticModel(Effects).Predict(inputs.Encode(service)));

    private int DrawCategory(SeededRandom random)
    {
        var rest = random.NextDouble();
        var category = 0;
        while (category < Shares.Length - 1 && (rest -= Shares[category]) >= 0)
            category++;

        return category;
    }
}
