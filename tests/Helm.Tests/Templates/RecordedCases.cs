using Coder.Infra.Helm.Conformance;

namespace Coder.Infra.Helm.Tests.Templates;

/// <summary>What Helm itself rendered, or said, of 1,256 cases.</summary>
public class RecordedCases
{
    private static readonly ILookup<string, ConformanceCase> Cases =
        ConformanceCase.ReadFile(Repository.Recording("helm", "public.jsonl")).ToLookup(test => test.Category);

    public static TheoryData<string> Categories => [.. Cases.Select(category => category.Key)];

    [Theory]
    [MemberData(nameof(Categories))]
    public void Are_rendered_as_Helm_renders_them(string category)
    {
        string[] failures =
        [
            .. from test in Cases[category]
               let difference = test.Difference()
               where difference != null
               select $"{test.Id}: {difference}",
        ];
        Assert.True(failures.Length == 0, string.Join('\n', failures));
    }
}
