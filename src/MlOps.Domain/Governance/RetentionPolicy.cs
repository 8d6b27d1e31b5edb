using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Governance;

/// <summary>How long the rows of a table stay, and what happens to them then. A table has at most one policy.</summary>
public sealed class RetentionPolicy : ChangingEntity
{
    public const int MaxNameLength = 255;

    private RetentionPolicy()
    {
    }

    private RetentionPolicy(DateTimeOffset at)
        : base(at)
    {
    }

    [MaxLength(MaxNameLength)]
    public string TableName { get; private set; } = null!;

    public int KeepDays { get; private set; }

    public RetentionAction Action { get; private set; }

    public bool IsEnabled { get; private set; } = true;

    public static RetentionPolicy Define(
        string tableName, int keepDays, RetentionAction action, DateTimeOffset at) =>
        new(at)
        {
            TableName = Guard.Text(tableName, nameof(TableName), MaxNameLength),
            KeepDays = RequireDays(keepDays),
            Action = Guard.Declared(action, nameof(Action)),
        };

    public void Redefine(int keepDays, RetentionAction action, DateTimeOffset at)
    {
        var (days, declared) = (RequireDays(keepDays), Guard.Declared(action, nameof(Action)));
        Touch(at);
        (KeepDays, Action) = (days, declared);
    }

    public void Enable(DateTimeOffset at) => SetEnabled(true, at);

    public void Disable(DateTimeOffset at) => SetEnabled(false, at);

    /// <summary>The time before which rows are too old at a given time.</summary>
    public DateTimeOffset FindCutoff(DateTimeOffset at) => at.AddDays(-KeepDays);

    private static int RequireDays(int value) => Guard.Between(value, 1, 36_500, nameof(KeepDays));

    private void SetEnabled(bool enabled, DateTimeOffset at)
    {
        if (IsEnabled == enabled)
            throw new IllegalTransitionException(
                $"The retention policy of '{TableName}' is already {(enabled ? "enabled" : "disabled")}.");

        Touch(at);
        IsEnabled = enabled;
    }
}
