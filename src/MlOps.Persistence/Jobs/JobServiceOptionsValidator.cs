using Microsoft.Extensions.Options;

namespace MlOps.Persistence.Jobs;

/// <summary>Refuses options with which no job would run.</summary>
internal sealed class JobServiceOptionsValidator : IValidateOptions<JobServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, JobServiceOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            failures.Add($"{nameof(JobServiceOptions)}.{nameof(options.ConnectionString)} is missing. Set it, or that of AddMlOps.");

        RequirePositive(options.Interval, nameof(options.Interval), failures);
        RequirePositive(options.LeaseTime, nameof(options.LeaseTime), failures);
        RequirePositive(options.RetryDelay, nameof(options.RetryDelay), failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void RequirePositive(TimeSpan value, string property, List<string> failures)
    {
        if (value <= TimeSpan.Zero)
            failures.Add($"{nameof(JobServiceOptions)}.{property} must be more than zero; it was {value}.");
    }
}
