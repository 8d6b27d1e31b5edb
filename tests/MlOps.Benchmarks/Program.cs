using System.CommandLine;
using MlOps.Benchmarks;
using MlOps.Benchmarks.Baselines;
using MlOps.Persistence;

if (args is [FirstQuery.Verb, var model, var connection])
    return await FirstQuery.RunAsync(model, connection);

var parsed = new BenchmarkCommand().Parse(args);
if (parsed.Errors.Count > 0)
{
    Console.Error.WriteLine($"benchmarks: {parsed.Errors[0].Message}");
    return BenchmarkCommand.Usage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("benchmarks: interrupted.");
    return BenchmarkCommand.Interrupted;
}
catch (MlOpsException e)
{
    Console.Error.WriteLine($"benchmarks: {e.Message}");
    return BenchmarkCommand.Failed;
}
