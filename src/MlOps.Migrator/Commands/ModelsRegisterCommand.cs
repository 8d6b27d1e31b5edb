using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Migrator.Registry;

namespace MlOps.Migrator.Commands;

/// <summary>Registers a model, or a version of it.</summary>
internal sealed class ModelsRegisterCommand : TenantVerb
{
    private readonly Argument<string> _model = new("model") { Description = "The name of the model." };

    private readonly Argument<string?> _version = new("version")
    {
        Description = "The version. Without it the model alone is registered.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _type = Text("--type", "Its task, such as classification. A new model needs it.", "text");
    private readonly Option<string?> _framework = Text("--framework", "Its framework, such as onnx. A new model needs it.", "text");
    private readonly Option<string?> _owner = Text("--owner", "Who is responsible for the model.", "name");
    private readonly Option<string?> _description = Text("--description", "What the model is for.", "text");
    private readonly Flag _inTraining = new(
        "--in-training", $"The version is not trained yet. '{Invocation.Program} training start' begins its training.");

    private readonly Option<string?> _run = Text("--run-id", "The training run of the version, as MLflow names it.", "id");
    private readonly Option<Json?> _hyperparameters = new("--hyperparameters")
    {
        Description = "The hyperparameters of the version, as JSON, or as @ and the name of a file with them.",
        HelpName = "JSON|@file",
    };

    private readonly MetricOption _metrics = new();
    private readonly NumberOption _f1 = new("--f1", "The F1 score of the version, from 0 to 1.");
    private readonly NumberOption _brier = new("--brier", "The Brier score of the version, from 0 to 2.");
    private readonly Option<string?> _artifact = Text("--artifact", "A path or an address of the model file.", "reference");
    private readonly ValueOption<long> _size = new(
        "--size", "The size of the model file in bytes.", "a whole number from 0",
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null);

    private readonly Option<string?> _sha256 = Text("--sha256", "The SHA-256 of the model file, in 64 hexadecimal digits.", "digits");
    private readonly Option<string> _stage = new("--stage")
    {
        Description = "The stage in which a new version begins.",
        DefaultValueFactory = _ => "none",
    };

    private readonly ByOption _by = new("Who stages it");
    private readonly Option<string?> _reason = Text("--reason", "Why it is staged.", "text");

    public ModelsRegisterCommand(ContextFactory contexts)
        : base(
            contexts,
            "register",
            "Register a model, or a version of it, which answers its retraining request. What is there with the same content stays " +
            "as it is.",
            "The tenant of the model")
    {
        Examples =
        [
            "models register churn --type classification --framework onnx --owner ann",
            "models register churn 2 --f1 0.88 --brier 0.11 --metric auc=0.91 --run-id 4711 --hyperparameters @params.json --stage staging",
            "models register churn 2 --type classification --framework onnx --artifact s3://models/churn-2.onnx --size 4194304 --sha256 " +
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ];
        _stage.AcceptOnlyFromAmong("staging", "none");
        _hyperparameters.CustomParser = ReadJson;
        Add(_model);
        Add(_version);
        Option[] ofTrained = [_metrics, _f1, _brier, _artifact, _size, _sha256, _stage, _by, _reason];
        Option[] ofVersion = [_inTraining, _run, _hyperparameters, .. ofTrained];
        foreach (var option in (Option[])[_type, _framework, _owner, _description, .. ofVersion])
            Add(option);

        Validators.Add(parsed => Check(parsed, ofVersion, ofTrained));
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var model = new ModelContent(
            parsed.GetValue(_model)!, parsed.GetValue(_type), parsed.GetValue(_framework), parsed.GetValue(_owner),
            parsed.GetValue(_description));
        var version = parsed.GetValue(_version) is { } name ? ReadVersion(parsed, name) : null;
        var staging = parsed.GetValue(_stage) == "staging"
            ? new StageChange(
                _by.Of(parsed), parsed.GetValue(_reason) ?? "registered with the stage", now)
            : null;
        var (isNew, answered) = await new Registration(database, model, version, staging).RunAsync(now, cancellationToken);
        var what = version is null ? $"Model '{model.Name}'" : $"Version {version.Version} of model '{model.Name}'";
        output.Write(
            new { Model = model.Name, version?.Version, Outcome = isNew ? "registered" : "unchanged", Answers = answered },
            $"{what} is registered{(isNew ? "" : " already, with the same content")}.");
        if (answered is not null)
            output.Say($"It answers retraining request {answered}.");
    }

    private VersionContent ReadVersion(ParseResult parsed, string version) => new(version)
    {
        IsInTraining = parsed.GetValue(_inTraining),
        RunId = parsed.GetValue(_run),
        Hyperparameters = parsed.GetValue(_hyperparameters),
        Metrics = parsed.GetValue(_metrics),
        F1Score = _f1.Find(parsed),
        BrierScore = _brier.Find(parsed),
        Artifact = parsed.GetValue(_artifact) is { } reference
            ? new Artifact(reference, parsed.GetValue(_size), $"sha256:{parsed.GetValue(_sha256)!.ToLowerInvariant()}")
            : null,
    };

    private void Check(CommandResult parsed, Option[] ofVersion, Option[] ofTrained)
    {
        if (parsed.GetValue(_version) is null
            && ofVersion.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } lonely)
        {
            parsed.AddError($"{lonely.Name} is about a version. Name the version after the model.");
        }

        if (parsed.GetValue(_inTraining)
            && ofTrained.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } early)
        {
            parsed.AddError($"{early.Name} is about a trained version, and not one that is --in-training.");
        }

        Option[] file = [_artifact, _size, _sha256];
        if (file.Select(option => parsed.GetResult(option) is { Implicit: false }).Distinct().Count() > 1)
            parsed.AddError("--artifact, --size and --sha256 belong together. Give all three.");
        else if (parsed.GetValue(_sha256) is { } digits && (digits.Length != 64 || !digits.All(char.IsAsciiHexDigit)))
            parsed.AddError($"--sha256 must be 64 hexadecimal digits, and is '{digits}'.");
    }

    private static Json? ReadJson(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            return Json.Parse(text.StartsWith('@') ? File.ReadAllText(text[1..]) : text, "--hyperparameters");
        }
        catch (Exception e) when (e is InvalidValueException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            result.AddError($"--hyperparameters '{text}' cannot be read. {e.Message}");
            return null;
        }
    }

    private static Option<string?> Text(string name, string description, string form) =>
        new(name) { Description = description, HelpName = form };
}
