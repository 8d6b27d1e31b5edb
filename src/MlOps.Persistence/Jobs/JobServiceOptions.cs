namespace MlOps.Persistence.Jobs;

/// <summary>How an application runs jobs by itself.</summary>
public sealed class JobServiceOptions : JobRunnerOptions
{
    /// <summary>
    /// The connection of a role that may do what the jobs do: the owner of the tables can do all of it. By default it is that of the
    /// application, with which the jobs of its tenant run, and no materialized view is refreshed.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>How often the application looks for jobs that are due.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);
}
