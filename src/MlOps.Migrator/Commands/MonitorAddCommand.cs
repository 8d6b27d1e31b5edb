using System.CommandLine;
using MlOps.Domain.Monitoring;
using MlOps.Migrator.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Commands;

/// <summary>Adds a monitor, with the job that evaluates its windows.</summary>
internal sealed class MonitorAddCommand : Verb
{
    private static readonly MonitorSettings Usual = new();

    private readonly ContextFactory _contexts;
    private readonly NameArgument _name = new("The name of the monitor. A monitor never changes: another definition has another name.");
    private readonly ConnectionOption _connection = ConnectionOption.Create();
    private readonly TenantOption _tenant = new("The tenant of the monitor");

    private readonly Option<string> _model = new("--model")
    {
        Description = "The model that the results are about.",
        HelpName = "name",
        Required = true,
    };

    private readonly Option<string> _service = new("--service")
    {
        Description = "The service whose predictions are watched.",
        HelpName = "name",
        Required = true,
    };

    private readonly SpanOption _every = new("--every", "From the end of one window to that of the next", Usual.Every);
    private readonly WholeNumberOption _lookback = new("--lookback", "The length of a window in hours.", Usual.LookbackHours, least: 1);
    private readonly SpanOption _delay = new(
        "--delay", "How long after its end a window is evaluated, so that late rows count", Usual.Delay, allowsZero: true);

    private readonly ReferenceOption _reference = new();

    private readonly Option<string[]?> _features = new("--feature")
    {
        Description = "A feature to watch. It may be given many times. All of the schemas of the predictions if none is given.",
        HelpName = "name",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _segment = new("--segment")
    {
        Description = "What divides the predictions into segments: a feature, a column, or context:KEY.",
        HelpName = "feature",
    };

    private readonly WholeNumberOption _segmentCap = new(
        "--segment-cap", "The number of segments that are judged by name, the largest ones.", Usual.SegmentCap, least: 1);

    private readonly RuleOption _rules = new();
    private readonly NumberOption _driftShare = new(
        "--drift-share", "The dataset has drifted if a larger share of its features has.", Usual.DriftShare);

    private readonly NumberOption _threshold = new(
        "--threshold", "The score from which a prediction is positive.", Usual.DecisionThreshold);

    private readonly NumberOption _positive = new("--positive", "The label of a positive prediction.", Usual.PositiveLabel);
    private readonly WholeNumberOption _minSample = new(
        "--min-sample", "With fewer values on one side nothing is judged.", Usual.MinSample, least: 1);

    private readonly TimeOption _from = new(
        "--from", "The first window ends at this time or after it; now if not given. It may be in the past.", allowsFuture: true);

    public MonitorAddCommand(ContextFactory contexts)
        : base("add", "Watch the predictions of a service, window by window.")
    {
        _contexts = contexts;
        Examples =
        [
            "monitor add 'churn hourly' --model churn --service churn-api",
            "monitor add 'churn daily' --model churn --service churn-api --every 1d --from 2026-02-01 --reference 2026-01-01..2026-02-01",
            "monitor add 'churn age' --model churn --service churn-api --feature age --rule age=psi_edges:0.1:0.25@18,30,65",
            "monitor add 'churn beside training' --model churn --service churn-api --reference baseline:7 --rule psi_edges:0.1:0.25",
        ];
        Add(_name);
        foreach (var option in (Option[])
            [
                _model, _service, _every, _lookback, _delay, _reference, _features, _segment, _segmentCap, _rules, _driftShare, _threshold,
                _positive, _minSample, _from, _connection, _tenant,
            ])
        {
            Add(option);
        }

        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (choice, settings) = (parsed.GetValue(_reference) ?? ReferenceChoice.Previous, ReadSettings(parsed));
        ServiceMonitor Define(MonitorReference reference) => ServiceMonitor.Define(
            parsed.GetValue(_name)!, parsed.GetValue(_model)!, parsed.GetValue(_service)!, now, settings with { Reference = reference });
        // What it refuses needs no database, but for the baseline of a version.
        if (choice.BaselineVersion is null)
            Define(choice.Window is { } window ? MonitorReference.Fixed(window) : MonitorReference.Previous);

        await using var database = await TenantDatabase.OpenAsync(
            _contexts, parsed.GetValue(_connection), _tenant.Of(parsed), cancellationToken);
        await using var context = database.CreateContext();
        var monitor = Define(await choice.FindAsync(context, parsed.GetValue(_model)!, cancellationToken));
        var job = await new MonitorRepository(context).StartAsync(monitor, _from.Find(parsed) ?? now, now, cancellationToken);
        var end = job.NextDueAt - monitor.Delay;
        output.Write(
            new { Monitor = monitor.Name, monitor.Id, Job = job.Name, FirstWindowEnd = end, NextDue = job.NextDueAt },
            $"{monitor} watches {monitor.ServiceName}. Its first window ends at {Times.Show(end)}, and can be evaluated from " +
            $"{Times.Show(job.NextDueAt)} on. '{Invocation.Program} run' does so.");
        return ExitCode.Success;
    }

    private MonitorSettings ReadSettings(ParseResult parsed) => new()
    {
        Every = _every.Of(parsed),
        LookbackHours = parsed.GetValue(_lookback),
        Delay = _delay.Of(parsed),
        Features = parsed.GetValue(_features) is { Length: > 0 } features ? features : null,
        SegmentFeature = parsed.GetValue(_segment),
        SegmentCap = parsed.GetValue(_segmentCap),
        Rules = _rules.Of(parsed),
        DriftShare = parsed.GetValue(_driftShare),
        DecisionThreshold = parsed.GetValue(_threshold),
        PositiveLabel = parsed.GetValue(_positive),
        MinSample = parsed.GetValue(_minSample),
    };
}
