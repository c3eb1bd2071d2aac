using System.Diagnostics;
using Coder.Infra.Helm.Conformance;

// Holds the renderer against files of recorded cases; see tests/Recordings/helm/README.md for their format.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: Helm.Conformance FILE.jsonl…");
    return 2;
}

var totals = new SortedDictionary<string, (int Passed, int Failed, int FailureOnly)>(StringComparer.Ordinal);
var watch = Stopwatch.StartNew();
foreach (var test in args.SelectMany(ConformanceCase.ReadFile))
{
    string? difference;
    try
    {
        difference = test.Difference();
    }
    catch (Exception e)
    {
        // A case must not end the run, whatever it does.
        difference = $"{e.GetType().Name}: {e.Message}\n{e.StackTrace}";
    }
    var (passed, failed, failureOnly) = totals.GetValueOrDefault(test.Category);
    if (test.ComparesFailureOnly)
        failureOnly++;
    totals[test.Category] = difference == null ? (passed + 1, failed, failureOnly) : (passed, failed + 1, failureOnly);
    if (difference != null)
        Console.WriteLine($"{test.Id}: {difference}");
}

int allPassed = totals.Values.Sum(total => total.Passed), allFailed = totals.Values.Sum(total => total.Failed);
foreach (var (category, (passed, failed, failureOnly)) in totals)
    Console.WriteLine($"{category,-24} {passed,4} passed {failed,4} failed {failureOnly,4} compared by failure only");
Console.WriteLine($"{watch.ElapsedMilliseconds} ms");
Console.WriteLine($"{allPassed} passed, {allFailed} failed");
return allFailed == 0 ? 0 : 1;
