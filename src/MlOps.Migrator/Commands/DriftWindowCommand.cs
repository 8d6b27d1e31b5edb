using System.CommandLine;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Compares any window of a monitor by the counts of its hours.</summary>
internal sealed class DriftWindowCommand : TenantVerb
{
    private readonly NameArgument _monitor = new("The name of the monitor. Its counts answer.");

    private readonly WindowOption _window = new(
        "--window", "The window: whole hours for which the monitor has counts.")
    {
        Required = true,
    };

    private readonly WindowOption _reference = new(
        "--reference", "What the window is compared with. What the monitor would compare it with, if not given.");

    private readonly Option<string[]> _methods = new("--method")
    {
        Description =
            $"How: {string.Join(", ", CountDrift.Methods)} are exact, and {string.Join(", ", BinnedDrift.Methods)} are limits. It may be " +
            $"given many times. {DriftMethods.PsiEdges} and {DriftMethods.PsiNamed} if none is given.",
        HelpName = "id",
        DefaultValueFactory = _ => [DriftMethods.PsiEdges, DriftMethods.PsiNamed],
    };

    private readonly Option<string?> _version = new("--model-version")
    {
        Description = "Only the predictions of this version of the model.",
        HelpName = "version",
    };

    private readonly Flag _segments = new("--segments", "Compare each segment of the monitor by itself.");

    public DriftWindowCommand(ContextFactory contexts)
        : base(contexts, "window", "Compare any window of a monitor, without reading a prediction.", "The tenant of the monitor")
    {
        Examples =
        [
            "drift window 'churn hourly' --window 2026-03-01..2026-03-08",
            "drift window 'churn hourly' --window 2026-03-01..2026-03-08 --reference 2026-02-01..2026-02-08 --method ks_bounds",
        ];
        _methods.AcceptOnlyFromAmong([.. CountDrift.Methods, .. BinnedDrift.Methods]);
        Add(_monitor);
        foreach (var option in (Option[])[_window, _reference, _methods, _version, _segments])
            Add(option);

        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var question = new SketchQuestion(
            await MonitorCommand.GetAsync(context, parsed.GetValue(_monitor)!, cancellationToken), parsed.GetValue(_window)!.Value)
        {
            Reference = parsed.GetValue(_reference),
            BySegment = parsed.GetValue(_segments),
            ModelVersion = parsed.GetValue(_version),
        };
        var listing = new Listing(
            "Feature", "Segment", "Method", "Statistic", "Lower limit", "Upper limit", "Reference size", "Current size");
        foreach (var method in parsed.GetValue(_methods)!)
        {
            foreach (var found in await CompareAsync(context, question with { Method = method }, cancellationToken))
            {
                var (drift, measured) = (found.Drift, found.Drift.Measurement);
                listing.Add(
                    drift.FeatureName, NameSegment(drift), measured.Method, measured.Statistic, found.Bounds?.Lower, found.Bounds?.Upper,
                    measured.ReferenceSize, measured.CurrentSize);
            }
        }

        output.Write(listing);
        if (listing.Count == 0)
            output.Note("The monitor has counted nothing in this window that these methods compare.");
    }

    private static async Task<IReadOnlyList<SketchDrift>> CompareAsync(
        MlOpsDbContext context, SketchQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            return await new SketchRepository(context).CompareAsync(question, cancellationToken);
        }
        catch (ArgumentException e)
        {
            throw new MlOpsException(
                MlOpsError.Configuration, e.InnerException is PostgresException refusal ? refusal.MessageText : e.Message, e);
        }
    }

    private static string? NameSegment(FeatureDrift drift) => drift.Evidence.Segment is { } segment
        ? segment.Name ?? segment.Kind.ToString().ToLowerInvariant()
        : null;
}
