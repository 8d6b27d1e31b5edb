using System.Text.Json.Serialization;

namespace MlOps.Domain.Governance;

/// <summary>The result of a check for the rows of a window.</summary>
public sealed class DataQualityResult : Entity
{
    private DataQualityResult()
    {
    }

    private DataQualityResult(DateTimeOffset at)
        : base(at)
    {
    }

    public Guid CheckId { get; private set; }

    /// <summary>The check that was run. Null if it was not loaded.</summary>
    [JsonIgnore]
    public DataQualityCheck? Check { get; private set; }

    public DateTimeOffset WindowStart { get; private set; }

    public DateTimeOffset WindowEnd { get; private set; }

    public TimeWindow Window => new(WindowStart, WindowEnd);

    public long PassedRows { get; private set; }

    public long FailedRows { get; private set; }

    /// <summary>The share of rows that satisfy the rule; 1 if there are no rows.</summary>
    public double Score { get; private set; }

    /// <summary>The threshold of the check at the time of the run.</summary>
    public double Threshold { get; private set; }

    public bool Passed { get; private set; }

    public static DataQualityResult Record(
        DataQualityCheck check, TimeWindow window, long passedRows, long failedRows, DateTimeOffset at)
    {
        var passed = Guard.NotNegative(passedRows, nameof(PassedRows));
        var failed = Guard.NotNegative(failedRows, nameof(FailedRows));
        var score = passed == 0 && failed == 0 ? 1 : passed / ((double)passed + failed);
        return new DataQualityResult(at)
        {
            CheckId = Guard.Given(check, nameof(check)).Id,
            WindowStart = Guard.Time(window.Start, nameof(WindowStart)),
            WindowEnd = window.End,
            PassedRows = passed,
            FailedRows = failed,
            Score = score,
            Threshold = check.Threshold,
            Passed = score >= check.Threshold,
        };
    }
}
