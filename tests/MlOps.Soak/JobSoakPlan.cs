namespace MlOps.Soak;

/// <summary>How many processes run the jobs, and how often one of them is killed.</summary>
internal sealed record JobSoakPlan
{
    public int Processes { get; init; } = 5;

    public int Kills { get; init; } = 5;

    public int Monitors { get; init; } = 3;

    /// <summary>How many windows each monitor has.</summary>
    public int Windows { get; init; } = 40;
}
