namespace MlOps.Domain.Governance;

/// <summary>How long the rows of a table are kept, and what becomes of them then. One policy a table.</summary>
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

    public string TableName { get; private set; } = null!;

    public int KeepDays { get; private set; }

    public RetentionAction Action { get; private set; }

    public bool IsEnabled { get; private set; } = true;

    public static RetentionPolicy For(string tableName, int keepDays, RetentionAction action, DateTimeOffset at) => new(at)
    {
        TableName = Guard.Text(tableName, nameof(TableName), MaxNameLength),
        KeepDays = Days(keepDays),
        Action = Guard.Declared(action, nameof(Action)),
    };

    public void Keep(int keepDays, RetentionAction action, DateTimeOffset at)
    {
        var (days, declared) = (Days(keepDays), Guard.Declared(action, nameof(Action)));
        Touch(at);
        (KeepDays, Action) = (days, declared);
    }

    public void Enable(DateTimeOffset at) => Switch(true, at);

    public void Disable(DateTimeOffset at) => Switch(false, at);

    /// <summary>What is older than this at a moment is too old.</summary>
    public DateTimeOffset Limit(DateTimeOffset at) => at.AddDays(-KeepDays);

    private static int Days(int value) => Guard.Between(value, 1, 36_500, nameof(KeepDays));

    private void Switch(bool enabled, DateTimeOffset at)
    {
        if (IsEnabled == enabled)
            throw new IllegalTransitionException($"The retention of '{TableName}' is {(enabled ? "enabled" : "disabled")} already.");

        Touch(at);
        IsEnabled = enabled;
    }
}
