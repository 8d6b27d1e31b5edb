using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MlOps.Import;

namespace MlOps.Migrator.Commands;

/// <summary>The services with documents that become features, each with a schema.</summary>
internal sealed class FeaturesOption : Option<ImportFeatures[]>
{
    private const string Form = "SERVICE=SCHEMA[:VERSION]";
    private const string Rule = $"--features must be {Form}, such as oracle=oracle-inputs or oracle=oracle-inputs:2";

    public FeaturesOption()
        : base("--features")
    {
        Description =
            "Store the inputs of a service as features, in the order of a schema of the target: its newest version if none is given. " +
            "It may be given once for each service.";
        HelpName = Form;
        Arity = ArgumentArity.OneOrMore;
        CustomParser = Parse;
    }

    private static ImportFeatures[] Parse(ArgumentResult result)
    {
        var features = new List<ImportFeatures>();
        foreach (var token in result.Tokens)
        {
            if (Parse(token.Value) is { } given)
                features.Add(given);
            else
                result.AddError($"{Rule}, and is '{token.Value}'.");
        }

        return [.. features];
    }

    // The name of a schema may have a colon too, if a version follows it.
    private static ImportFeatures? Parse(string text)
    {
        if (text.Split('=', 2) is not [var service, var schema] || string.IsNullOrWhiteSpace(service))
            return null;

        int? version = null;
        if (schema.LastIndexOf(':') is >= 0 and var colon)
        {
            if (!int.TryParse(schema.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
                return null;

            (schema, version) = (schema[..colon], number);
        }

        return string.IsNullOrWhiteSpace(schema) ? null : new ImportFeatures(service, schema, version);
    }
}
