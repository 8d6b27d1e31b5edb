using System.CommandLine;
using System.Globalization;
using MlOps.Domain.Registry;
using MlOps.Migrator.Training;

namespace MlOps.Migrator.Commands;

/// <summary>Ends a training, with its results or with the reason of its failure.</summary>
internal sealed class TrainingFinishCommand : TenantVerb
{
    private const int Sha256Digits = 64;

    private readonly IdArgument _job = TrainingCommand.JobArgument();
    private readonly MetricsOption _metrics = new("--metric", "A measurement of the version, such as auc=0.91.");
    private readonly NumberOption _f1 = new("--f1", "The F1 score, from 0 to 1.");
    private readonly NumberOption _brier = new("--brier", "The Brier score, from 0 to 2.");
    private readonly Option<string?> _artifact = new("--artifact")
    {
        Description = "Where the trained model is: a path or a URI.",
        HelpName = "reference",
    };

    private readonly ValueOption<long> _size = new(
        "--size", "Its size in bytes.", "a whole number",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null)
    {
        HelpName = "bytes",
    };

    private readonly Option<string?> _sha256 = new("--sha256")
    {
        Description = "Its SHA-256, as sha256sum prints it.",
        HelpName = "digits",
    };

    private readonly Option<string?> _failed = new("--failed")
    {
        Description = "The training has failed for this reason. The version stays in training, so another job can train it.",
        HelpName = "reason",
    };

    public TrainingFinishCommand(ContextFactory contexts)
        : base(contexts, "finish", "End a training that has succeeded or failed.", TrainingCommand.Rows)
    {
        Examples =
        [
            $"training finish {TrainingCommand.ExampleId} --f1 0.83 --brier 0.11 --metric auc=0.91",
            $"training finish {TrainingCommand.ExampleId} --artifact s3://models/churn/7 --size $(stat -c %s m.onnx) --sha256 " +
            "$(sha256sum m.onnx | cut -d' ' -f1)",
            $"training finish {TrainingCommand.ExampleId} --failed 'The loss is not finite.'",
        ];
        Add(_job);
        Option[] results = [_metrics, _f1, _brier, _artifact, _size, _sha256];
        foreach (var option in (Option[])[.. results, _failed])
            Add(option);

        Validators.Add(parsed =>
        {
            if (parsed.GetResult(_failed) is not null && Array.Exists(results, option => parsed.GetResult(option) is not null))
                parsed.AddError("A training that has failed has no results. Give --failed alone.");

            if (((Option[])[_artifact, _size, _sha256]).Count(option => parsed.GetResult(option) is not null) is not (0 or 3))
                parsed.AddError("Give --artifact, --size and --sha256 together.");

            if (parsed.GetValue(_sha256) is { } digits && !(digits.Length == Sha256Digits && digits.All(char.IsAsciiHexDigit)))
                parsed.AddError($"--sha256 must be {Sha256Digits} hexadecimal digits, and is '{digits}'.");
        });
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var (record, id, now) = (new TrainingRecord(context), parsed.GetValue(_job)![0], TimeProvider.System.GetUtcNow());
        if (parsed.GetValue(_failed) is { } reason)
        {
            var failed = await record.FailAsync(id, reason, now, cancellationToken);
            TrainingCommand.Write(output, failed, $"{failed.Job} has failed. {failed.Version} stays in training.");
            return;
        }

        var step = await record.SucceedAsync(id, ReadOutcome(parsed), now, cancellationToken);
        TrainingCommand.Write(output, step, $"{step.Job} has succeeded. {step.Version} can be staged and promoted.");
    }

    private TrainingOutcome ReadOutcome(ParseResult parsed) => new(
        _metrics.Of(parsed),
        _f1.Find(parsed),
        _brier.Find(parsed),
        parsed.GetValue(_artifact) is { } reference
            ? new Artifact(reference, parsed.GetValue(_size), $"sha256:{parsed.GetValue(_sha256)!.ToLowerInvariant()}")
            : null);
}
