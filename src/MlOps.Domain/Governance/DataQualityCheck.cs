using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Governance;

/// <summary>A named rule that the rows of a table should satisfy.</summary>
public sealed class DataQualityCheck : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxRuleLength = 100_000;

    /// <summary>Somebody should look at a table with a score below this.</summary>
    public const double DefaultThreshold = 0.9;

    private readonly HashSet<DataQualityResult> _results = [];

    private DataQualityCheck()
    {
    }

    private DataQualityCheck(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>Unique within the tenant.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public DataQualityKind Kind { get; private set; }

    [MaxLength(MaxNameLength)]
    public string TableName { get; private set; } = null!;

    /// <summary>The rule, as SQL.</summary>
    public string Rule { get; private set; } = null!;

    /// <summary>The share of rows that should satisfy the rule.</summary>
    public double Threshold { get; private set; }

    /// <summary>The results of the check, run by run, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<DataQualityResult> Results => _results;

    public static DataQualityCheck Define(
        string name,
        DataQualityKind kind,
        string tableName,
        string rule,
        DateTimeOffset at,
        double threshold = DefaultThreshold) =>
        new(at)
        {
            Name = Guard.Text(name, nameof(Name), MaxNameLength),
            Kind = Guard.Declared(kind, nameof(Kind)),
            TableName = Guard.Text(tableName, nameof(TableName), MaxNameLength),
            Rule = Guard.Text(rule, nameof(Rule), MaxRuleLength),
            Threshold = Guard.Between(threshold, 0, 1, nameof(Threshold)),
        };

    /// <summary>Changes the rule of the check. Its results stay.</summary>
    public void Redefine(string rule, double threshold, DateTimeOffset at)
    {
        var text = Guard.Text(rule, nameof(Rule), MaxRuleLength);
        var share = Guard.Between(threshold, 0, 1, nameof(Threshold));
        Touch(at);
        (Rule, Threshold) = (text, share);
    }
}
