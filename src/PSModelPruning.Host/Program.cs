using PSModelPruning.Host;

HostArguments? arguments = HostArguments.Parse(args);
if (arguments is null)
{
    Console.Error.WriteLine(HostArguments.Usage);
    return ExitCodes.WrongUsage;
}
using var run = new ScriptRun(arguments);
return run.Execute();
