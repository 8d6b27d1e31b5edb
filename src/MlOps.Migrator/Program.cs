using System.CommandLine;
using MlOps.Migrator;
using MlOps.Migrator.Commands;

var parsed = new MlOpsCommand().Parse(args);
if (parsed.Errors.Count > 0)
{
    Terminal.Error($"{parsed.Errors[0].Message} 'mlops --help' lists the commands.");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e)
{
    return Failure.Report(e);
}
