using System.CommandLine;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Stored results of drift.</summary>
internal sealed class DriftCommand : Verb
{
    private readonly ContextFactory _contexts;

    public DriftCommand(ContextFactory contexts)
        : base("drift", "Stored results of drift.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(VerifyCommand());
    }

    private Verb VerifyCommand()
    {
        var (connection, tenant) = (ConnectionOption.Create(), new TenantOption("The tenant of the results"));
        var ids = new IdArgument("a result", "ml_drift_metrics")
        {
            Description = "The ids of results, of ml_drift_metrics.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Verb("verify", "Compute results again, and say whether they are equal, and why not.")
        {
            Examples =
            [
                "drift verify 0195a000-0000-7000-8000-00000000000c",
                "drift verify 0195a000-0000-7000-8000-00000000000c --json | jq -r .verdict",
            ],
        };
        command.Add(ids);
        command.Add(connection);
        command.Add(tenant);
        command.SetInterruptibleAction(async (parsed, output, cancellationToken) =>
        {
            using var host = await MlOpsHost.OpenAsync(_contexts, parsed.GetValue(connection), cancellationToken);
            await using var target = NpgsqlDataSource.Create(host.ConnectionString);
            await using var context = _contexts.Create(target, tenant.Of(parsed));
            return await VerifyAsync(new DriftMetricRepository(context), parsed.GetValue(ids)!, output, cancellationToken);
        });
        return command;
    }

    private static async Task<int> VerifyAsync(
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
        return differing > 0
            ? throw new MlOpsException(
                MlOpsError.NotReproduced, $"{differing} of {ids.Length} cannot be confirmed, for the reasons above. {unknown}".TrimEnd())
            : missing.Count > 0 ? throw new MlOpsException(MlOpsError.NotFound, unknown) : ExitCode.Success;
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
            $"{metric.Id} {Say(verification.Verdict)}: {metric.MethodId} of {metric.FeatureName ?? metric.ModelName}. " +
            verification.Reason);
    }

    private static string Say(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Equal => "equal",
        DriftVerdict.RowsChanged => "rows changed",
        _ => "not reproducible",
    };
}
