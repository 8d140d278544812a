// A page with what looking into pages is about: nesting, data, forms, links, and HTML that needs to be completed.

export const page = `<html><head><title>T &amp; x</title></head><body class="a b"><div id="one" lang="en" data-foo-bar="12" data-obj='{"a":1}' data-t="true" data-v="1.50"><p>Hello <b>World</b></p>tail<p class="second third">Two &lt; "3"</p></div>
<ul><li>1</li><li class="x">2</li><li>3</li></ul><table><tr><td>cell</table>
<form method="post" action="/sent/one?x=1"><input type="hidden" name="h" value="hv"><input name="n" value="v"><input type="checkbox" name="c" value="1" checked><select name="m" multiple><option selected>A</option><option selected>B</option></select><textarea name="t">text</textarea><input type="submit" name="s" value="go"></form>
<form id="two" method="POST" action="sent/two"><input name="n" value="v"><input type="submit" name="s1" value="go1"><button type="submit" id="s2" name="s2" value="go2">G</button></form>
<form id="three" action="/sent/three?gone=1"><input name="q" value="v"></form>
<a href="/sent/first">1</a><a class="b" href="sent/second?z=1">2</a><a class="nowhere">3</a><script>a < b && c</script></body></html>`;
