using System.CommandLine;
using MlOps.Migrator.Monitoring;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Commands;

/// <summary>Stored results of drift.</summary>
internal sealed class DriftCommand : Verb
{
    private const string Rows = "The tenant of the results";

    private readonly ContextFactory _contexts;

    public DriftCommand(ContextFactory contexts)
        : base("drift", "Stored results of drift.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(ShowCommand());
        Add(VerifyCommand());
        Add(new DriftWindowCommand(contexts));
    }

    private TenantVerb ListCommand()
    {
        var (model, monitor, feature) = (
            Filter("--model", "Only results about this model."),
            Filter("--monitor", "Only results of this monitor."),
            Filter("--feature", "Only results about this feature."));
        var (drifted, limit) = (new Flag("--drifted", "Only results that mean drift."), new LimitOption("results"));
        var verb = new TenantVerb(_contexts, "list", "List the results, the newest first.", Rows)
        {
            Examples = ["drift list --drifted", "drift list --monitor 'churn hourly' --feature age --limit 100"],
        };
        foreach (var option in (Option[])[model, monitor, feature, drifted, limit])
            verb.Add(option);

        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            Guid? monitorId = parsed.GetValue(monitor) is { } name
                ? (await MonitorCommand.GetAsync(context, name, cancellationToken)).Id : null;
            var metrics = new DriftMetricRepository(context).StreamRecentAsync(
                limit.Of(parsed, output),
                parsed.GetValue(model),
                monitorId,
                parsed.GetValue(feature),
                parsed.GetValue(drifted) ? true : null);
            var listing = new Listing(
                "Result", "Window end", "Model", "Feature", "Segment", "Method", "Statistic", "P value", "Limit", "Level");
            await foreach (var metric in metrics.WithCancellation(cancellationToken))
            {
                listing.Add(
                    metric.Id, metric.CurrentEnd, metric.ModelName, metric.FeatureName, DriftPage.NameSegment(metric), metric.MethodId,
                    metric.Statistic, metric.PValue, metric.Threshold, metric.AlertLevel);
            }

            output.Write(listing);
            if (listing.Count == 0)
                output.Note("There are no such results.");
        });
        return verb;
    }

    private TenantVerb ShowCommand()
    {
        var id = new IdArgument("a result", $"'{Invocation.Program} drift list'")
        {
            Description = "The id of a result, as 'list' shows it.",
            Arity = ArgumentArity.ExactlyOne,
        };
        var verb = new TenantVerb(_contexts, "show", "Show a result: what was compared, and both sides in each bin.", Rows)
        {
            Examples = ["drift show 0195a000-0000-7000-8000-00000000000c"],
        };
        verb.Add(id);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            DriftPage.Write(output, await new DriftMetricRepository(context).GetAsync(parsed.GetValue(id)![0], cancellationToken));
        });
        return verb;
    }

    private TenantVerb VerifyCommand()
    {
        var ids = new IdArgument("a result", $"'{Invocation.Program} drift list'")
        {
            Description = "The ids of results, as 'list' shows them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var verb = new TenantVerb(
            _contexts, "verify", "Compute results again, and say whether they are equal, and why not.", Rows)
        {
            Examples =
            [
                "drift verify 0195a000-0000-7000-8000-00000000000c",
                "drift verify 0195a000-0000-7000-8000-00000000000c --json | jq -r .verdict",
            ],
        };
        verb.Add(ids);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            await VerifyAsync(new DriftMetricRepository(context), parsed.GetValue(ids)!, output, cancellationToken);
        });
        return verb;
    }

    private static Option<string?> Filter(string name, string description) => new(name) { Description = description, HelpName = "name" };

    private static async Task VerifyAsync(
        DriftMetricRepository metrics, Guid[] ids, Output output, CancellationToken cancellationToken)
    {
        var differing = 0;
        List<Guid> missing = [];
        foreach (var id in ids)
        {
            try
            {
                var verification = await metrics.VerifyAsync(id, cancellationToken);
                Write(verification, output);
                differing += verification.Verdict == DriftVerdict.Equal ? 0 : 1;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.NotFound)
            {
                missing.Add(id);
            }
        }

        var unknown = missing.Count == 0 ? "" : $"There is no drift metric {string.Join(", ", missing)}.";
        if (differing > 0)
        {
            throw new MlOpsException(
                MlOpsError.NotReproduced, $"{differing} of {ids.Length} cannot be confirmed, for the reasons above. {unknown}".TrimEnd());
        }

        if (missing.Count > 0)
            throw new MlOpsException(MlOpsError.NotFound, unknown);
    }

    private static void Write(DriftVerification verification, Output output)
    {
        var metric = verification.Metric;
        output.Write(
            new
            {
                Result = metric.Id,
                verification.Verdict,
                verification.Reason,
                Model = metric.ModelName,
                Feature = metric.FeatureName,
                metric.SegmentFeature,
                metric.SegmentKind,
                metric.SegmentName,
                Method = metric.MethodId,
                metric.Statistic,
                StatisticNow = verification.Now?.Measurement.Statistic,
                ReferenceSizeNow = verification.Now?.Measurement.ReferenceSize,
                CurrentSizeNow = verification.Now?.Measurement.CurrentSize,
            },
            $"{metric.Id} {Say(verification.Verdict)}: {metric.MethodId} of " +
            $"{metric.FeatureName ?? $"{metric.Subject} of {metric.ModelName}"}. {verification.Reason}");
    }

    private static string Say(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Equal => "equal",
        DriftVerdict.RowsChanged => "rows changed",
        _ => "not reproducible",
    };
}
