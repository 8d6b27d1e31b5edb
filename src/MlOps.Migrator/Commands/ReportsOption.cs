using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>Where monitors write their reports.</summary>
internal sealed class ReportsOption : Option<string?>
{
    public ReportsOption()
        : base("--reports")
    {
        Description =
            "The directory to which monitors write a page and a summary of each window. It is made if it is missing. " +
            "They write none if it is not given.";
        HelpName = "directory";
    }
}
