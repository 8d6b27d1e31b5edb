namespace MlOps.Persistence.Maintenance.Review;

/// <summary>A step of a migration that keeps others from a table for as long as the table is large.</summary>
/// <param name="Step">What it does, and to which table.</param>
/// <param name="Consequence">Whom it keeps waiting, and why.</param>
/// <param name="Advice">How to come to the same end without.</param>
public sealed record MigrationRisk(string Step, string Consequence, string Advice)
{
    public override string ToString() => $"{Step}: {Consequence}. {Advice}";
}
