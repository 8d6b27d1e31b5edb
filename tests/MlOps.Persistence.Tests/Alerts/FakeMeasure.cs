using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>A measure that finds what a test says.</summary>
internal sealed class FakeMeasure(string metric = "error_rate") : IAlertMeasure
{
    public string Metric => metric;

    public int Calls { get; private set; }

    public Func<MlOpsDbContext, Task<IReadOnlyList<Measured>>> Find { get; set; } = _ => Task.FromResult<IReadOnlyList<Measured>>([]);

    public Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Calls++;
        return Find(context);
    }

    public void Finds(params (string Subject, double? Value)[] values) => Find = _ => Task.FromResult<IReadOnlyList<Measured>>(
    [
        .. values.Select(value => value.Value is { } number
            ? Measured.Of(value.Subject, number, $"{value.Subject} is {number}.", "Do something.")
            : Measured.Missing(value.Subject, "nobody knows")),
    ]);
}
