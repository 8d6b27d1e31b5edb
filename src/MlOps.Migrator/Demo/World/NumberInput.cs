namespace MlOps.Migrator.Demo.World;

/// <summary>A number that a model is given.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Mean">What it usually is.</param>
/// <param name="Spread">How far from that it usually is. Models are given the distance in this unit.</param>
internal sealed record NumberInput(string Name, double Mean, double Spread)
{
    /// <summary>The number that lies so many units from the mean. It is a count, so it is whole and not below 0.</summary>
    public double At(double distance) => Math.Max(0, Math.Round(Mean + (Spread * distance)));

    public double Standardise(double value) => (value - Mean) / Spread;
}
