namespace MlOps.Migrator.Demo.World;

/// <summary>A number that a model is given.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Mean">What it usually is.</param>
/// <param name="Spread">How far from that it usually is. Models are given the distance in this unit.</param>
internal sealed record NumberInput(string Name, double Mean, double Spread)
{
    public double Standardise(double value) => (value - Mean) / Spread;
}
