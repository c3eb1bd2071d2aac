using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display;

/// <summary>Words and signs for operations, as the official CLI has them.</summary>
internal static class OperationWords
{
    /// <summary>The two-letter sign: <c>+ </c>, <c>+-</c>.</summary>
    public static string Sign(StepOp op) => op switch
    {
        StepOp.Create => "+ ",
        StepOp.Update or StepOp.Refresh => "~ ",
        StepOp.Delete => "- ",
        StepOp.Replace => "+-",
        StepOp.CreateReplacement => "++",
        StepOp.DeleteReplaced => "--",
        StepOp.Read => "> ",
        StepOp.ReadReplacement => ">>",
        StepOp.ReadDiscard => "< ",
        StepOp.DiscardReplaced => "<<",
        StepOp.RemovePendingReplace => "~ ",
        StepOp.Import => "= ",
        StepOp.ImportReplacement => "=>",
        _ => "  ",
    };

    /// <summary>While it runs: <c>creating</c>.</summary>
    public static string Running(StepOp op) => op switch
    {
        StepOp.Create => "creating",
        StepOp.Update => "updating",
        StepOp.Delete => "deleting",
        StepOp.Replace => "replacing",
        StepOp.CreateReplacement => "creating replacement",
        StepOp.DeleteReplaced => "deleting original",
        StepOp.Read => "reading",
        StepOp.ReadReplacement => "reading for replacement",
        StepOp.Refresh => "refreshing",
        StepOp.ReadDiscard => "discarding",
        StepOp.DiscardReplaced => "discarding original",
        StepOp.Import => "importing",
        StepOp.ImportReplacement => "importing replacement",
        _ => "",
    };

    /// <summary>When it is done: <c>created</c>.</summary>
    public static string Done(StepOp op) => op switch
    {
        StepOp.Create => "created",
        StepOp.Update => "updated",
        StepOp.Delete => "deleted",
        StepOp.Replace => "replaced",
        StepOp.CreateReplacement => "created replacement",
        StepOp.DeleteReplaced => "deleted original",
        StepOp.Read => "read",
        StepOp.ReadReplacement => "read for replacement",
        StepOp.Refresh => "refresh",
        StepOp.ReadDiscard => "discarded",
        StepOp.DiscardReplaced => "discarded original",
        StepOp.Import => "imported",
        StepOp.ImportReplacement => "imported replacement",
        _ => "",
    };

    /// <summary>When it failed: <c>creating failed</c>.</summary>
    public static string Failed(StepOp op) => op switch
    {
        StepOp.Same => "failed",
        StepOp.DeleteReplaced => "deleting failed",
        StepOp.ReadReplacement => "reading failed",
        StepOp.DiscardReplaced => "discarding failed",
        _ => Running(op) + " failed",
    };

    /// <summary>In a preview, while it is worked out: <c>create</c>.</summary>
    public static string Planned(StepOp op) => op switch
    {
        StepOp.Same => "",
        StepOp.Refresh => "refreshing",
        StepOp.CreateReplacement => "create replacement",
        StepOp.DeleteReplaced => "delete original",
        StepOp.ReadReplacement => "read for replacement",
        StepOp.DiscardReplaced => "discard original",
        StepOp.ImportReplacement => "import replacement",
        _ => op.Name(),
    };

    /// <summary>In a preview, when it is worked out.</summary>
    public static string PlannedDone(StepOp op) => op switch
    {
        StepOp.Same => "",
        StepOp.Replace or StepOp.CreateReplacement or StepOp.DeleteReplaced or StepOp.ReadReplacement or StepOp.DiscardReplaced => "replace",
        StepOp.ImportReplacement => "import",
        _ => op.Name(),
    };

    /// <summary>In the summary of a run: <c>created</c>; <c>replace</c> counts once.</summary>
    public static string PastTense(StepOp op) => op switch
    {
        StepOp.CreateReplacement => "create-replacement",
        StepOp.Refresh => "refreshed",
        StepOp.Read => "read",
        StepOp.ReadReplacement => "read-replacement",
        StepOp.Import or StepOp.ImportReplacement => "imported",
        StepOp.DiscardReplaced => "discard-replaced",
        StepOp.RemovePendingReplace => "remove-pending-replace",
        StepOp.ReadDiscard => "discarded",
        StepOp.DeleteReplaced => "delete-replaced",
        _ => Done(op),
    };

    /// <summary>A type as it is shown: <c>random:index/randomId:RandomId</c> is <c>random:index:RandomId</c>.</summary>
    public static string TypeOf(string type)
    {
        var parts = type.Split(':');
        if (parts.Length != 3)
            return type;
        var module = parts[1];
        var slash = module.LastIndexOf('/');
        // The file's part of a module repeats the type's name, its first letter small.
        if (slash >= 0 && string.Equals(module[(slash + 1)..], parts[2], StringComparison.OrdinalIgnoreCase))
            module = module[..slash];
        return $"{parts[0]}:{module}:{parts[2]}";
    }
}
