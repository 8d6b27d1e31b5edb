namespace MlOps.Migrator.Commands;

/// <summary>When something ends, if it does.</summary>
internal sealed class ExpiresOption : ValueOption<DateTimeOffset>
{
    public ExpiresOption(string description)
        : base(
            "--expires",
            $"{description}: a span from now such as 12h or 90d, or a time such as 2026-12-24T18:00Z; never if not given.",
            "a span from now such as 12h or 90d, or a time in the future such as 2026-12-24T18:00Z",
            text => UntilOption.Parse(text, TimeProvider.System.GetUtcNow())) =>
        HelpName = Times.Form;
}
