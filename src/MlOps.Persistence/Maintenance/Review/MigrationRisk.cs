namespace MlOps.Persistence.Maintenance.Review;

/// <summary>A step of a migration that blocks a table, and the longer the larger the table is.</summary>
/// <param name="Step">What it does, and to which table.</param>
/// <param name="Consequence">What has to wait, and why.</param>
/// <param name="Advice">How to get the same result without blocking.</param>
public sealed record MigrationRisk(string Step, string Consequence, string Advice)
{
    public override string ToString() => $"{Step}: {Consequence}. {Advice}";
}
